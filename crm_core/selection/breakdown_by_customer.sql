-- Counted orders with the value of the chosen column of their customer.
select
    o.customer_key,
    o.order_key,
    o.order_on,
    o.amount,
    o.line_count,
    c.{column} as dimension_value,
from orders as o
left join customers as c on o.customer_key = c.customer_key
