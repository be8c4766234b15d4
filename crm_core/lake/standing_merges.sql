-- Customers that stand for another one in this version, one step at a time.
select customer_id, kept_id
from mart.merges
where removed_in is null
    and decision = 'merged'
    and customer_id <> kept_id
    and is_sample = (select f.is_sample from mart.facts as f);
