-- metric: overview.revenue_by_dimension
-- grain:  one row per value of the dimension; values after the nineteenth are one row, other
-- needs:  customers, folded
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
-- whole:  revenue_share
-- part:   value
-- chart:  bars value revenue revenue_share
-- n:      lines
-- source: S-02, M-80, M-81
with members as (
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
    cast(sum(revenue) as double) / nullif(sum(sum(revenue)) over (partition by true), 0) as revenue_share,
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when (select count(*) from customers) > 0 then count(customer_key) end as customers,
    cast(sum(case when customer_key is not null then revenue end) as double)
    / nullif(count(customer_key), 0) as revenue_per_customer,
    var_samp(case when customer_key is not null then cast(revenue as double) end) as revenue_per_customer_variance,
    cast(sum(line_count) as bigint) as lines,
from folded
group by value
order by value is not distinct from '…', sum(revenue) desc, value
