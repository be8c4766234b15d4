-- The decisions that stand about the customers of these data.
select version, customer_id, kept_id, decision
from lake.merges
where removed_in is null and is_sample = $is_sample
order by version, group_id, customer_id;
