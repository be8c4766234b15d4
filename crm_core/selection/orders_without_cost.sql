-- Counted orders whose cost is not known: their customers have no profit.
select 'no_cost' as reason, count(*) as order_count
from orders
where cost_amount is null and customer_key is not null
having count(*) > 0
