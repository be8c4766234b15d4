-- Order lines of the period that count under the chosen rule.
select
    t.* exclude (amount, cost_amount, net_amount),
    case when $rule = 'net' then t.net_amount else t.amount end as amount,
    case when t.kind = 'sale' then t.cost_amount else -abs(t.cost_amount) end as cost_amount,
from mart.transactions as t
where t.order_on between $from and $to
    and (t.kind = 'sale' or ($rule = 'net' and t.net_amount <> 0))
/* line filters */
/* of customers */
