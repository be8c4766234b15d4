-- metric: overview.kpis
-- grain:  one row
-- needs:  customers, orders
-- requires: orders
-- requires: one_currency
-- column: customers  count
-- column: active_customers  count
-- column: orders  count
-- column: revenue  money
-- column: revenue_per_customer  money
-- column: repeat_customers  count
-- column: repeat_rate  share
-- column: new_customers  count
-- rate:   repeat_rate = repeat_customers / active_customers
-- mean:   revenue_per_customer of active_customers
-- part:   is_active, is_repeat, is_new
-- n:      orders
-- source: M-02, S-09, F-28
with bought as (
    select
        customer_key,
        count(case when is_sale then 1 end) as order_count,
        max(case when is_sale then order_on end) as last_order_on,
        sum(amount) as revenue,
    from orders
    where customer_key is not null
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.first_order_on,
        b.last_order_on,
        coalesce(b.order_count, 0) as order_count,
        cast(b.revenue as decimal(18, 4)) as revenue,
        coalesce(b.order_count, 0) > 0 as is_active,
        coalesce(b.order_count, 0) > 1 as is_repeat,
        coalesce(b.order_count, 0) > 0 and c.first_order_on >= $from as is_new,
    from customers as c
    left join bought as b on c.customer_key = b.customer_key
),
sold as (
    select
        count(case when is_sale then 1 end) as orders,
        cast(sum(amount) as decimal(18, 4)) as revenue,
    from orders
),
counted as (
    select
        count(*) as customers,
        count(case when is_active then 1 end) as active_customers,
        count(case when is_repeat then 1 end) as repeat_customers,
        count(case when is_new then 1 end) as new_customers,
        sum(revenue) as revenue_of_customers,
        cast(sum(case when is_active then revenue end) as double) as revenue_of_active,
        sum(cast(revenue as double) * cast(revenue as double)) as revenue_squares,
    from members
),
told as (
    select
        *,
        cast(revenue_of_customers as double) / nullif(active_customers, 0) as revenue_per_customer,
    from counted
)
-- answer
select
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when customers > 0 then customers end as customers,
    case when customers > 0 then active_customers end as active_customers,
    orders,
    coalesce(revenue, 0) as revenue,
    revenue_per_customer,
    -- Money may also go back to customers who bought nothing: the variance is that of a ratio, around both.
    (
        revenue_squares
        - 2 * revenue_per_customer * revenue_of_active
        + revenue_per_customer * revenue_per_customer * active_customers
    ) / nullif(active_customers - 1, 0) as revenue_per_customer_variance,
    case when customers > 0 then repeat_customers end as repeat_customers,
    cast(repeat_customers as double) / nullif(active_customers, 0) as repeat_rate,
    case when customers > 0 then new_customers end as new_customers,
from told
cross join sold
