-- Every decision up to this version, one row per step, newest first.
select
    version,
    max(removed_in) as removed_in,
    min(decided_at) as decided_at,
    min(decided_by) as decided_by,
    count(distinct case when decision = 'merged' then group_id end) as group_count,
    count(case when decision = 'merged' and customer_id <> kept_id then 1 end) as customer_count,
    count(distinct case when decision = 'refused' then group_id end) as refused_count,
from mart.merges
where is_sample = $is_sample
group by version
order by version desc;
