-- The orders of one customer up to the as-of day, one row per order, with the days since the order before.
with own as (
    select
        order_key,
        order_on,
        is_sale,
        case when $rule = 'net' then net_amount else sale_amount end as amount,
    from mart.orders
    where customer_key = $customer_key
        and order_on <= $as_of
        and (is_sale or ($rule = 'net' and net_amount <> 0))
),
sales as (
    select
        order_key,
        row_number() over (order by order_on, order_key) as place,
        lag(order_on) over (order by order_on, order_key) as before_on,
    from own
    where is_sale
)
select
    o.order_on,
    o.amount,
    case when s.place > 1 then date_diff('day', s.before_on, o.order_on) end as gap_days,
    o.is_sale,
from own as o
left join sales as s on o.order_key = s.order_key
order by o.order_on, o.order_key
