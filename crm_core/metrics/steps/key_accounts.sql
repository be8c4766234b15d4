-- The key accounts: those that the customer file names, where it names any; else those that meet all criteria (M-85).
-- needs: customers, customer_values, major
select c.customer_key, v.order_count, v.revenue, v.own_cost, v.profit
from customers as c
left join (select * from customer_values where revenue is not null) as v on c.customer_key = v.customer_key
where c.is_key_account
union all
select c.customer_key, m.order_count, m.revenue, m.own_cost, m.profit
from major as m
inner join customers as c on m.customer_key = c.customer_key
where m.met = 'all' and not exists (select 1 from customers where is_key_account)
