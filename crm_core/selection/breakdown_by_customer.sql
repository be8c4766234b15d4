-- What every customer bought, with the value of the chosen column of the customer.
select
    o.customer_key,
    o.amount,
    o.line_count,
    c.{column} as dimension_value,
from (
    select
        customer_key,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(sum(line_count) as bigint) as line_count,
    from orders
    group by customer_key
) as o
left join customers as c on o.customer_key = c.customer_key
