-- The customers whose sales of all days come to most; equal ones in the order of their keys.
select c.*, t.revenue
from mart.customer_totals as t
inner join mart.customers as c on t.customer_key = c.customer_key
where t.revenue > 0
order by t.revenue desc, c.customer_key
limit $most
