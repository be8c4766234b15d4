-- The values of the chosen column that each order holds, once each.
select distinct
    customer_key,
    order_key,
    order_on,
    {column} as dimension_value,
from transactions
