-- metric: profile.overlap
-- grain:  one row per combination of values that a customer used, most customers first; after the fourteenth one row, other
-- needs:  customers, breakdown
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  dimension = dimension channel, category, brand, product_name
-- column: combination  text
-- column: values_used  count
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: revenue_per_customer  money
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- chart:  bars combination customers customer_share
-- part:   combination
-- n:      customers
-- source: S-08, M-81, F-03, F-04
with placed as (
    select
        dimension_value,
        row_number() over (order by sum(amount) desc, dimension_value) as place,
        count(*) over (partition by true) as value_count,
    from breakdown
    where customer_key is not null
    group by dimension_value
),
coded as (
    -- One bit per value; all values after the eleventh share one.
    select
        dimension_value,
        case when value_count > 12 and place > 11 then '…' else coalesce(cast(dimension_value as varchar), '') end
            as value,
        case when value_count > 12 and place > 11 then 12 else place end as place,
        case when value_count > 12 and place > 11 then 2048 else cast(power(2, place - 1) as integer) end as code,
    from placed
),
used as (
    select
        customer_key,
        cast(sum(amount) as decimal(18, 4)) as revenue,
        bit_or(code) as codes,
    from breakdown as s
    inner join coded as v on s.dimension_value is not distinct from v.dimension_value
    where s.customer_key is not null
    group by customer_key
),
sized as (
    select
        codes,
        count(*) as customers,
        cast(sum(revenue) as decimal(18, 4)) as revenue,
        row_number() over (order by count(*) desc, sum(revenue) desc, codes) as place,
        count(*) over (partition by true) as combination_count,
    from used
    group by codes
),
named as (
    select
        z.codes,
        case
            when z.combination_count > 15 and z.place > 14 then '…'
            else nullif(string_agg(v.value, ' + ' order by v.place), '')
        end as combination,
        count(*) as values_used,
        least(z.place, 15) as place,
    from sized as z
    inner join (select distinct value, place, code from coded) as v on (z.codes & v.code) > 0
    group by z.codes, z.place, z.combination_count
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        n.combination,
        u.revenue,
        c.last_order_on,
    from used as u
    inner join named as n on u.codes = n.codes
    inner join customers as c on u.customer_key = c.customer_key
),
summed as (
    select
        n.combination,
        min(n.place) as place,
        max(case when n.combination = '…' then null else n.values_used end) as values_used,
        count(*) as customers,
        cast(sum(u.revenue) as decimal(18, 4)) as revenue,
        var_samp(cast(u.revenue as double)) as revenue_variance,
    from used as u
    inner join named as n on u.codes = n.codes
    group by n.combination
)
-- answer
select
    combination,
    values_used,
    customers,
    cast(customers as double) / nullif(sum(customers) over (partition by true), 0) as customer_share,
    revenue,
    cast(revenue as double) / nullif(cast(sum(revenue) over (partition by true) as double), 0) as revenue_share,
    cast(revenue as double) / nullif(customers, 0) as revenue_per_customer,
    revenue_variance as revenue_per_customer_variance,
from summed
order by place, combination
