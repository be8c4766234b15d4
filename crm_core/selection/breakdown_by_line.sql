-- What every customer bought of each value of the chosen column: the one pass over the lines, what follows is small.
select
    customer_key,
    cast(sum(amount) as decimal(18, 4)) as amount,
    count(*) as line_count,
    {column} as dimension_value,
from transactions
group by customer_key, {column}
