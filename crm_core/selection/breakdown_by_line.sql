-- Counted lines with the value of the chosen column.
select
    customer_key,
    order_key,
    order_on,
    amount,
    1 as line_count,
    {column} as dimension_value,
from transactions
