-- Every day on which a customer bought, up to the end of the days: its number, the next one, the first, and what was
-- spent on average up to it. Several orders of one day are one purchase.
-- needs: orders_so_far
select
    customer_key,
    order_on,
    count(*) over customer_days as number,
    lead(order_on) over (partition by customer_key order by order_on) as next_on,
    min(order_on) over customer_days as first_on,
    sum(amount) over customer_days / nullif(count(*) over customer_days, 0) as usual_amount,
from (
    select customer_key, order_on, cast(sum(amount) as double) as amount
    from orders_so_far
    where is_sale and customer_key is not null and order_on <= $as_of
    group by customer_key, order_on
)
window customer_days as (partition by customer_key order by order_on rows unbounded preceding)
