-- metric: profile.age_by_region
-- grain:  one row per pair of region and age band, also for pairs that nobody is in; regions after the eleventh are one
-- needs:  customers, customer_orders
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: ages_or_regions
-- param:  scheme = survey | crowds | own
-- param:  edges = edges 18, 30, 45, 60 when scheme=own
-- column: age_band  text
-- column: region  text
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_per_customer  money
-- mean:   revenue_per_customer of customers
-- whole:  customer_share
-- part:   age_band, region
-- chart:  matrix age_band region customers
-- n:      customers
-- source: S-02, S-16, M-79, M-80, F-01, F-07
with places as (
    select place from (values (1), (2), (3), (4), (5), (6), (7), (8), (9)) as t (place)
),
edges as (
    -- The reader's own, or those of the survey (M-79).
    select
        place,
        case when $scheme = 'own' then $edges[place] else [14, 24, 41, 51][place] end as edge,
    from places
    where place <= case when $scheme = 'own' then len($edges) else 4 end
),
age_bands as (
    select
        1 as band_order,
        -1000 as from_age,
        edge as below_age,
        concat('<', edge) as age_band,
    from edges
    where place = 1 and $scheme <> 'crowds'
    union all
    select
        e.place + 1 as band_order,
        e.edge as from_age,
        n.edge as below_age,
        case when n.edge is null then concat('>', e.edge - 1) else concat(e.edge, '–', n.edge - 1) end as age_band,
    from edges as e
    left join edges as n on n.place = e.place + 1
    where $scheme <> 'crowds'
    union all
    select band_order, from_age, below_age, age_band
    from (
        values
            (1, -1000, 7, 'infant'), (2, 7, 14, 'child'), (3, 14, 36, 'young'), (4, 36, 60, 'middle_aged'),
            (5, 60, null, 'elderly')
    ) as t (band_order, from_age, below_age, age_band)
    where $scheme = 'crowds'
),
aged as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.region,
        o.revenue,
        o.order_count,
        o.last_order_on,
        case
            -- A file that states bands and no ages is taken at its word.
            when c.age is null then c.age_band
            else b.age_band
        end as age_band,
    from customer_orders as o
    inner join customers as c on o.customer_key = c.customer_key
    left join age_bands as b on c.age >= b.from_age and (b.below_age is null or c.age < b.below_age)
),
regions as (
    select
        region,
        row_number() over (order by sum(revenue) desc, region) as place,
        count(*) over (partition by true) as region_count,
    from aged
    group by region
),
folded as (
    select
        region,
        case when region_count > 12 and place > 11 then '…' else region end as shown,
        case when region_count > 12 and place > 11 then 12 else place end as region_order,
    from regions
),
members as (
    select
        a.customer_key,
        a.customer_id,
        a.customer_name,
        a.age_band,
        f.shown as region,
        a.revenue,
        a.order_count,
        a.last_order_on,
    from aged as a
    inner join folded as f on a.region is not distinct from f.region
),
bands as (
    select distinct
        m.age_band,
        coalesce(k.band_order, case when m.age_band is null then 12 else 11 end) as band_order,
    from members as m
    left join age_bands as k on m.age_band = k.age_band
),
rows_of_regions as (
    select distinct shown as region, region_order from folded
),
summed as (
    select
        age_band,
        region,
        count(*) as customers,
        cast(sum(revenue) as decimal(18, 4)) as revenue,
        var_samp(cast(revenue as double)) as revenue_variance,
    from members
    group by age_band, region
)
-- answer
select
    b.age_band,
    r.region,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.revenue_variance as revenue_per_customer_variance,
from rows_of_regions as r
cross join bands as b
left join summed as s on r.region is not distinct from s.region and b.age_band is not distinct from s.age_band
order by r.region_order desc, b.band_order, b.age_band
