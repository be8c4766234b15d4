-- One row per cost item; customer_key is NULL for shared costs.
create table mart.customer_costs as
select
    k.customer_key,
    c.incurred_on,
    c.cost_kind,
    c.cost_amount,
from source.customer_costs as c
left join customer_keys as k on c.customer_id = k.customer_id
order by c.incurred_on;
