-- The values of the chosen column that the lines of each order hold: once per line.
select
    customer_key,
    order_key,
    order_on,
    {column} as dimension_value,
from transactions
