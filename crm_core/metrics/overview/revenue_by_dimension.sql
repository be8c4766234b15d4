-- metric: overview.revenue_by_dimension
-- grain:  one row per value of the dimension; values after the nineteenth are one row, other
-- needs:  customers, breakdown
-- requires: orders
-- requires: one_currency
-- param:  dimension = dimension
-- column: value  text
-- column: revenue  money
-- column: revenue_share  share
-- column: customers  count
-- column: revenue_per_customer  money
-- column: lines  count
-- mean:   revenue_per_customer of customers
-- part:   value
-- chart:  bars value revenue revenue_share
-- n:      lines
-- source: S-02, M-80, M-81
with spent as (
    -- The one pass over the lines; what follows is small.
    select
        dimension_value,
        customer_key,
        sum(amount) as amount,
        sum(line_count) as line_count,
    from breakdown
    group by dimension_value, customer_key
),
placed as (
    select
        dimension_value,
        row_number() over (order by sum(amount) desc, dimension_value) as place,
        count(*) over () as value_count,
    from spent
    group by dimension_value
),
folded as (
    select
        case when p.value_count > 20 and p.place > 19 then '…' else cast(s.dimension_value as varchar) end as value,
        s.customer_key,
        cast(sum(s.amount) as decimal(18, 4)) as revenue,
        sum(s.line_count) as line_count,
    from spent as s
    inner join placed as p on s.dimension_value is not distinct from p.dimension_value
    group by 1, s.customer_key
),
members as (
    select
        f.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        f.revenue,
    from folded as f
    inner join customers as c on f.customer_key = c.customer_key
)
-- answer
select
    value,
    cast(sum(revenue) as decimal(18, 4)) as revenue,
    cast(sum(revenue) as double) / nullif(sum(sum(revenue)) over (), 0) as revenue_share,
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when (select count(*) from customers) > 0 then count(customer_key) end as customers,
    cast(sum(case when customer_key is not null then revenue end) as double)
    / nullif(count(customer_key), 0) as revenue_per_customer,
    var_samp(case when customer_key is not null then cast(revenue as double) end) as revenue_per_customer_variance,
    cast(sum(line_count) as bigint) as lines,
from folded
group by value
order by value is not distinct from '…', sum(revenue) desc, value
