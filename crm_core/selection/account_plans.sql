-- Plans known by the end of the period, as they stood then.
select
    customer_key,
    plan_id,
    goal,
    start_stage,
    target_stage,
    next_step,
    started_on,
    due_on,
    case when done_on <= $to then done_on end as done_on,
from mart.account_plans
where (started_on is null or started_on <= $to)
/* of customers */
