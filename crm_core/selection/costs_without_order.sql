-- Costs of single customers who bought nothing counted in the period: they take nobody's value down.
select 'cost_without_order' as reason, count(*) as cost_count
from customer_costs
where customer_key not in (select customer_key from orders where customer_key is not null)
having count(*) > 0
