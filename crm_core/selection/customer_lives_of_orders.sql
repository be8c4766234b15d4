-- The same where filters of lines or the rule of what counts say which orders a customer has and what they amount to.
select
    customer_key,
    count(*) as order_count,
    min(order_on) as first_on,
    max(order_on) as last_on,
    cast(sum(amount) as decimal(18, 4)) as revenue,
from orders_so_far
where is_sale and customer_key is not null and order_on <= $as_of
group by customer_key
