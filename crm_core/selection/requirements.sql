-- Needs known by the end of the period, as they stood then.
select
    customer_key,
    requirement_id,
    need_kind,
    requirement,
    noted_on,
    due_on,
    case when met_on <= $to then met_on end as met_on,
    is_met and coalesce(met_on <= $to, true) as is_met,
from mart.requirements
where (noted_on is null or noted_on <= $to)
/* of customers */
