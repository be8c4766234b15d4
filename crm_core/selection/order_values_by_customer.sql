-- Each order with the value of the chosen column of its customer.
select
    o.customer_key,
    o.order_key,
    o.order_on,
    c.{column} as dimension_value,
from orders as o
left join customers as c on o.customer_key = c.customer_key
