-- Customers by their ids; one that was merged since stands under the kept one.
with recursive merged as (
    select m.customer_id, m.kept_id
    from mart.merges as m
    cross join mart.facts as f
    where m.removed_in is null and m.decision = 'merged' and m.is_sample = f.is_sample
),
led as (
    select unnest($customer_ids) as customer_id
    union
    select m.kept_id
    from led as l
    inner join merged as m on l.customer_id = m.customer_id
)
select c.customer_key
from mart.customers as c
inner join led as l on c.customer_id = l.customer_id
