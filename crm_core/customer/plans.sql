-- The chosen customer's plans, open ones first.
select goal, next_step as plan_step, start_stage, target_stage, due_on, done_on
from account_plans
order by done_on is not null, due_on, plan_id
