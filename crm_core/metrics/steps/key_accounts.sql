-- The key accounts: those that the customer file names, where it names any; else those that meet all criteria (M-85).
-- needs: customers, major
select c.customer_key, m.order_count, m.revenue, m.own_cost, m.profit
from customers as c
left join major as m on c.customer_key = m.customer_key
where c.is_key_account
    or (m.met = 'all' and not exists (select 1 from customers where is_key_account))
