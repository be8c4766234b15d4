-- Orders of the period, as far as the filtered lines make them up.
select
    t.*,
    c.first_order_on,
from (
    select
        order_key,
        max(customer_key) as customer_key,
        min(order_on) as order_on,
        min(order_hour) as order_hour,
        count(*) as line_count,
        bool_or(kind = 'sale') as is_sale,
        sum(amount) as amount,
        case when count(*) = count(cost_amount) then sum(cost_amount) end as cost_amount,
    from transactions
    group by order_key
) as t
left join mart.customers as c on t.customer_key = c.customer_key
