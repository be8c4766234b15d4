-- The customer of an id; one that was merged since is the kept one.
with recursive merged as (
    select m.customer_id, m.kept_id
    from mart.merges as m
    cross join mart.facts as f
    where m.removed_in is null and m.decision = 'merged' and m.is_sample = f.is_sample
),
led as (
    select $customer_id as customer_id
    union
    select m.kept_id
    from led as l
    inner join merged as m on l.customer_id = m.customer_id
)
select c.*
from mart.customers as c
inner join led as l on c.customer_id = l.customer_id
order by c.customer_key
