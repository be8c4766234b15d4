-- One row per customer, source and period: the last imported.
create table mart.joint_value as
select
    k.customer_key,
    j.value_source,
    j.period,
    p.period_on,
    arg_max(j.cost_before, j.batch_id) as cost_before,
    arg_max(j.cost_after, j.batch_id) as cost_after,
from source.joint_value as j
inner join customer_keys as k on j.customer_id = k.customer_id
left join periods as p on j.period = p.period
where j.cost_before is not null and j.cost_after is not null
group by k.customer_key, j.value_source, j.period, p.period_on
order by k.customer_key, j.value_source, p.period_on;
