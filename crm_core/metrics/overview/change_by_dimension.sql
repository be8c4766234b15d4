-- metric: overview.change_by_dimension
-- grain:  one row per value of the dimension, the largest gain first; beyond ten values the smallest changes are one row, other
-- needs:  customers, breakdown, breakdown_before
-- requires: orders
-- requires: one_currency
-- param:  dimension = dimension
-- column: value  text
-- column: change  money
-- column: change_rate  share
-- column: revenue  money
-- column: revenue_before  money
-- column: customers  count
-- column: lines  count
-- whole:  change_rate
-- part:   value
-- chart:  bars value change change_rate
-- n:      lines
-- source: M-07
with spent as (
    select
        dimension_value,
        customer_key,
        cast(sum(amount) as decimal(18, 4)) as revenue,
        cast(sum(amount_before) as decimal(18, 4)) as revenue_before,
        sum(line_count) as line_count,
    from (
        select dimension_value, customer_key, amount, 0 as amount_before, line_count from breakdown
        union all
        select dimension_value, customer_key, 0 as amount, amount as amount_before, line_count from breakdown_before
    )
    group by dimension_value, customer_key
),
placed as (
    select
        dimension_value,
        row_number() over (order by abs(sum(revenue) - sum(revenue_before)) desc, dimension_value) as place,
        count(*) over (partition by true) as value_count,
    from spent
    group by dimension_value
),
folded as (
    select
        case when p.value_count > 10 and p.place > 9 then '…' else cast(s.dimension_value as varchar) end as value,
        s.customer_key,
        cast(sum(s.revenue) as decimal(18, 4)) as revenue,
        cast(sum(s.revenue_before) as decimal(18, 4)) as revenue_before,
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
        f.revenue_before,
        f.revenue - f.revenue_before as change,
    from folded as f
    inner join customers as c on f.customer_key = c.customer_key
)
-- answer
select
    value,
    cast(sum(revenue) - sum(revenue_before) as decimal(18, 4)) as change,
    -- Nothing to compare with: new, not infinite.
    cast(sum(revenue) - sum(revenue_before) as double) / nullif(sum(revenue_before), 0) as change_rate,
    cast(sum(revenue) as decimal(18, 4)) as revenue,
    cast(sum(revenue_before) as decimal(18, 4)) as revenue_before,
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when (select count(*) from customers) > 0 then count(customer_key) end as customers,
    cast(sum(line_count) as bigint) as lines,
from folded
group by value
order by value is not distinct from '…', change desc, value
