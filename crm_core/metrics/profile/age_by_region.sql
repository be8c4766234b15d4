-- metric: profile.age_by_region
-- grain:  one row per pair of region and age band, also for pairs that nobody is in; regions after the eleventh are one
-- needs:  customers, customer_orders
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  scheme = survey | crowds
-- column: age_band  text
-- column: region  text
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_per_customer  money
-- mean:   revenue_per_customer of customers
-- part:   age_band, region
-- chart:  matrix age_band region customers
-- n:      customers
-- source: S-02, S-16, M-79, M-80, F-01, F-07
with aged as (
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
            when $scheme = 'crowds' then
                case
                    when c.age < 7 then 'infant'
                    when c.age < 14 then 'child'
                    when c.age < 36 then 'young'
                    when c.age < 60 then 'middle_aged'
                    else 'elderly'
                end
            when c.age < 14 then '<14'
            when c.age < 24 then '14–23'
            when c.age < 41 then '24–40'
            when c.age < 51 then '41–50'
            else '>50'
        end as age_band,
    from customer_orders as o
    inner join customers as c on o.customer_key = c.customer_key
),
regions as (
    select
        region,
        row_number() over (order by sum(revenue) desc, region) as place,
        count(*) over () as region_count,
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
known_bands as (
    select *
    from (
        values
            ('infant', 1), ('child', 2), ('young', 3), ('middle_aged', 4), ('elderly', 5),
            ('<14', 1), ('14–23', 2), ('24–40', 3), ('41–50', 4), ('>50', 5)
    ) as t (age_band, band_order)
),
bands as (
    select distinct
        m.age_band,
        coalesce(k.band_order, case when m.age_band is null then 7 else 6 end) as band_order,
    from members as m
    left join known_bands as k on m.age_band = k.age_band
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
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.revenue_variance as revenue_per_customer_variance,
from rows_of_regions as r
cross join bands as b
left join summed as s on r.region is not distinct from s.region and b.age_band is not distinct from s.age_band
order by r.region_order desc, b.band_order, b.age_band
