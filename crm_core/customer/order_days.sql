-- The days of a customer's sales up to the end of the chosen days.
select order_on
from orders_so_far
where is_sale
order by order_on
