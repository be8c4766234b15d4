-- The same where filters of lines or the rule of what counts say which orders a customer has.
-- Orders of one day need no order among themselves: the days between stay the same.
select
    customer_key,
    date_diff('day', before_on, order_on) as gap_days,
from (
    select
        customer_key,
        order_on,
        row_number() over (partition by customer_key order by order_on) as place,
        lag(order_on) over (partition by customer_key order by order_on) as before_on,
    from orders
    where is_sale and customer_key is not null
)
where place > 1
