-- One row per item of an audit (T-service_audits). The employee is the one that the audit names, else the one of the
-- contact that it names; the customer is that of the contact. An item that only says yes or no has the ends of the scale.
create table mart.service_audits as
with known as (
    select interaction_id, any_value(employee) as employee, any_value(customer_key) as customer_key
    from mart.interactions
    where interaction_id in (select interaction_id from source.service_audits)
    group by interaction_id
)
select
    coalesce(e.employee, i.employee) as employee,
    coalesce(m.department, n.department) as department,
    i.customer_key,
    a.interaction_id,
    a.audited_on,
    coalesce(t.item, a.item) as item,
    coalesce(t.item_group, 'other_items') as item_group,
    coalesce(a.score, case when a.passed then 5 when a.passed = false then 1 end) as score,
from source.service_audits as a
left join employee_codes as e on a.employee_id = e.employee_id
left join known as i on a.interaction_id = i.interaction_id
left join mart.employees as m on e.employee = m.employee
left join mart.employees as n on i.employee = n.employee
left join audit_items as t on lower(a.item) = t.word
where a.audited_on is not null and (a.score is not null or a.passed is not null)
order by a.audited_on, a.audit_id;
