-- Every buyer's sales from the first day in the data to the end of the chosen days.
select
    customer_key,
    sale_number as order_count,
    first_order_on as first_on,
    order_on as last_on,
    sale_amount_so_far as revenue,
from mart.orders
where sale_number is not null and order_on <= least($to, $as_of)
    and (next_sale_on is null or next_sale_on > least($to, $as_of))
/* of customers */
