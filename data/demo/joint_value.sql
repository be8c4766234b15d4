-- one row per account and source
select
    'J' || lpad(cast(row_number() over (order by customer_id, value_source) as varchar), 5, '0') as joint_id,
    customer_id,
    value_source,
    '2026' as period,
    cast(before as decimal(18, 4)) as cost_before,
    cast("after" as decimal(18, 4)) as cost_after
from drawn
order by customer_id, value_source
