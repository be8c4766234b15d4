-- one row per item of an audit
select
    'Q' || lpad(cast(audit_no as varchar), 5, '0') as audit_id,
    'I' || lpad(cast(contact_no as varchar), 7, '0') as interaction_id,
    'E' || lpad(cast(employee_no as varchar), 3, '0') as employee_id,
    audited_on,
    item,
    cast(score as decimal(9, 4)) as score
from service_audits
