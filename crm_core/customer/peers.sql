-- The customer in the middle of the chosen ones, measure by measure; interval_days = days from the first to the last
-- sale, shared out over the orders between them.
select
    count(*) as customers,
    quantile_cont(cast(revenue as double), 0.5) as revenue,
    quantile_cont(order_count, 0.5) as orders,
    quantile_cont(cast(revenue as double) / nullif(order_count, 0), 0.5) as order_value,
    quantile_cont(
        cast(date_diff('day', first_sale_on, last_sale_on) as double) / nullif(order_count - 1, 0), 0.5
    ) as interval_days,
    quantile_cont(date_diff('day', last_sale_on, $as_of), 0.5) as recency_days,
from (
    select
        customer_key,
        cast(sum(amount) as decimal(18, 4)) as revenue,
        count(case when is_sale then 1 end) as order_count,
        min(case when is_sale then order_on end) as first_sale_on,
        max(case when is_sale then order_on end) as last_sale_on,
    from orders
    where customer_key is not null
    group by customer_key
)
