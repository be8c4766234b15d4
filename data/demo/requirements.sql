-- one row per need of an account
select
    'R' || lpad(cast(requirement_no as varchar), 5, '0') as requirement_id,
    customer_id,
    need_kind,
    requirement,
    noted_on,
    due_on,
    met_on
from drawn
