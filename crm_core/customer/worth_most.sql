-- The customers whose sales of all days come to most; equal ones in the order of their keys.
select c.*, t.revenue
from (
    select customer_key, revenue
    from mart.customer_totals
    where revenue > 0
    order by revenue desc, customer_key
    limit $most
) as t
inner join mart.customers as c on t.customer_key = c.customer_key
order by t.revenue desc, t.customer_key
