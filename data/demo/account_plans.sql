-- one row per plan
select
    'P' || lpad(cast(plan_no as varchar), 4, '0') as plan_id,
    customer_id,
    goal,
    start_stage,
    target_stage,
    next_step,
    'S' || lpad(cast(owner_no as varchar), 2, '0') as owner_id,
    started_on,
    due_on,
    done_on
from drawn
