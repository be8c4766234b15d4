-- The same where filters of lines or the rule of what counts say which orders a customer has and what they amount to.
select
    customer_key,
    order_key,
    order_on,
    row_number() over so_far as number,
    dense_rank() over (partition by customer_key order by order_on) as day_number,
    first_order_on,
    min(order_on) over so_far as first_on,
    lead(order_on) over so_far as next_on,
    amount,
    cast(sum(amount) over so_far as decimal(18, 4)) as spent,
    cast(
        sum(amount) over (
            partition by customer_key order by order_on, order_key
            rows between unbounded preceding and 3 preceding
        ) as decimal(18, 4)
    ) as spent_earlier,
from orders_so_far
where is_sale and customer_key is not null and order_on <= $as_of
window so_far as (partition by customer_key order by order_on, order_key rows unbounded preceding)
