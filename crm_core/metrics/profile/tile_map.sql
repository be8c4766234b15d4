-- metric: profile.tile_map
-- grain:  one row per province of China, most revenue first, then one row per place that is in none of them
-- needs:  customers, customer_orders, places
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: regions
-- column: province  code
-- column: place  text
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: revenue_per_customer  money
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- part:   place
-- chart:  tiles province place customers revenue
-- n:      customers
-- source: S-02, M-80, F-01
with told as (
    -- A region that is no province may still have a city that lies in one.
    select distinct
        region,
        city,
        trim(lower(region)) as region_name,
        trim(lower(city)) as city_name,
    from customers
),
found as (
    -- The longest name that fits decides, and a region before a city.
    select
        t.region,
        t.city,
        p.province,
        row_number() over (
            partition by t.region, t.city
            order by
                case when p.name = t.region_name or (p.is_beginning and starts_with(t.region_name, p.name)) then 1 else 2 end,
                length(p.name) desc,
                p.province
        ) as place,
    from told as t
    inner join places as p
        on p.name = t.region_name
        or p.name = t.city_name
        or (p.is_beginning and (starts_with(t.region_name, p.name) or starts_with(t.city_name, p.name)))
),
placed as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        f.province,
        case when f.province is null then coalesce(c.region, c.city) end as place,
    from customers as c
    left join found as f
        on c.region is not distinct from f.region
        and c.city is not distinct from f.city
        and f.place = 1
),
members as (
    select
        p.*,
        o.revenue,
        o.order_count,
        o.last_order_on,
    from customer_orders as o
    inner join placed as p on o.customer_key = p.customer_key
),
summed as (
    select
        province,
        place,
        count(*) as customers,
        cast(sum(revenue) as decimal(18, 4)) as revenue,
        var_samp(cast(revenue as double)) as revenue_variance,
    from members
    group by province, place
),
provinces as (
    select distinct province from places
),
listed as (
    select
        coalesce(p.province, s.province) as province,
        s.place,
        coalesce(s.customers, 0) as customers,
        coalesce(s.revenue, 0) as revenue,
        s.revenue_variance,
    from provinces as p
    full join summed as s on p.province = s.province
)
-- answer
select
    province,
    place,
    customers,
    cast(customers as double) / nullif(sum(customers) over (partition by true), 0) as customer_share,
    cast(revenue as decimal(18, 4)) as revenue,
    cast(revenue as double) / nullif(cast(sum(revenue) over (partition by true) as double), 0) as revenue_share,
    cast(revenue as double) / nullif(customers, 0) as revenue_per_customer,
    revenue_variance as revenue_per_customer_variance,
from listed
where (select count(*) from members) > 0
order by province is null, revenue desc, province, place
