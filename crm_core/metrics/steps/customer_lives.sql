-- Every buyer's orders from the first day in the data to the end of the chosen days.
-- needs: orders_so_far
select
    customer_key,
    count(*) as order_count,
    min(order_on) as first_on,
    max(order_on) as last_on,
    cast(sum(amount) as decimal(18, 4)) as revenue,
from orders_so_far
where is_sale and customer_key is not null
group by customer_key
