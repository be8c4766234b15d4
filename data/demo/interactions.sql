-- one row per contact, in order of time; one whose customer was not recognised names none
select
    'I' || lpad(cast(contact_no as varchar), 7, '0') as interaction_id,
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    'E' || lpad(cast(employee_no as varchar), 3, '0') as employee_id,
    'S' || lpad(cast(store_no as varchar), 3, '0') as store_id,
    started_at,
    wait_seconds,
    duration_s,
    channel,
    touchpoint,
    direction,
    purpose,
    phase,
    answered,
    handled_by,
    transfers,
    cast(survey_score as decimal(9, 4)) as survey_score,
    need_tag
from interactions
