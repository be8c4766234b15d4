-- Orders of the period with the amounts of the chosen rule. first_order_on is the day of the customer's first sale.
select
    order_key,
    customer_key,
    order_on,
    order_hour,
    first_order_on,
    case when $rule = 'net' then net_line_count else sale_line_count end as line_count,
    is_sale,
    case when $rule = 'net' then net_amount else sale_amount end as amount,
    case when $rule = 'net' then net_cost_amount else sale_cost_amount end as cost_amount,
from mart.orders
where order_on between $from and $to
    and (is_sale or ($rule = 'net' and net_amount <> 0))
/* of customers */
