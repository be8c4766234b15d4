-- metric: people.kpis
-- grain:  one row
-- needs:  customers, orders, interactions, employees, service_audits, trainings, trainings_so_far
-- requires: interactions
-- column: employees_in_contact  count
-- column: employees_on_file  count
-- column: taking_part  count
-- column: participation_rate  share
-- column: contacts  count
-- column: contacts_without_employee  count
-- column: scored_contacts  count
-- column: contact_score  score
-- column: buyers  count
-- column: contacted_buyers  count
-- column: contacted_rate  share
-- column: audited_contacts  count
-- column: audited_rate  share
-- column: audit_marks  count
-- column: audit_score  score
-- column: trained_employees  count
-- column: trained_rate  share
-- column: dissatisfied_customers  count
-- mean:   contact_score of scored_contacts
-- mean:   audit_score of audit_marks
-- whole:  participation_rate, contacted_rate, audited_rate, trained_rate
-- part:   is_dissatisfied
-- less:   dissatisfied_customers, contacts_without_employee
-- n:      contacts
-- source: S-01, S-04, S-11, S-27, M-82, M-47, M-48, F-82, F-112, F-113
with served as (
    select
        customer_key,
        max(started_on) as last_contact_on,
        count(*) as contact_count,
        count(case when survey_score <= 2 then 1 end) > 0 as is_dissatisfied,
        cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as customer_score,
    from interactions
    where customer_key is not null
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        s.last_contact_on,
        s.contact_count,
        s.customer_score,
        s.is_dissatisfied,
    from served as s
    inner join customers as c on s.customer_key = c.customer_key
),
counted as (
    select
        count(*) as contacts,
        count(case when employee is null then 1 end) as contacts_without_employee,
        count(survey_score) as scored_contacts,
        count(case when survey_score is not null then customer_key end) as scores_of_customers,
        cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as contact_score,
        var_samp(cast(survey_score as double)) as contact_score_variance,
    from interactions
),
seen as (
    select distinct employee from interactions where employee is not null
),
dissatisfied as (
    -- As many as the list has; few, so not all customers of all contacts are counted for them.
    select count(*) as dissatisfied_customers
    from customers
    where customer_key in (select r.customer_key from interactions as r where r.survey_score <= 2)
),
filed as (
    select
        count(*) as employees_on_file,
        count(case when employee in (select s.employee from seen as s) then 1 end) as taking_part,
        count(case when employee in (select t.employee from trainings as t) then 1 end) as trained_employees,
    from employees
    where is_on_file
),
bought as (
    select
        count(*) as buyers,
        -- Where no contact names its customer nobody knows who was in contact.
        case when (select count(*) from served) > 0 then
            count(case when customer_key in (select s.customer_key from served as s) then 1 end)
        end as contacted_buyers,
    from (select distinct customer_key from orders where customer_key is not null) as o
),
audited as (
    select
        count(*) as audit_marks,
        cast(sum(score) as double) / nullif(count(score), 0) as audit_score,
        var_samp(cast(score as double)) as audit_score_variance,
    from service_audits
),
looked_at as (
    select count(*) as audited_contacts
    from interactions
    where interaction_id in (select a.interaction_id from service_audits as a where a.interaction_id is not null)
),
history as (
    select count(*) > 0 as is_told from trainings_so_far
)
-- answer
select
    (select count(*) from seen) as employees_in_contact,
    f.employees_on_file,
    f.taking_part,
    cast(f.taking_part as double) / nullif(f.employees_on_file, 0) as participation_rate,
    c.contacts,
    c.contacts_without_employee,
    c.scored_contacts,
    c.contact_score,
    c.contact_score_variance,
    b.buyers,
    b.contacted_buyers,
    cast(b.contacted_buyers as double) / nullif(b.buyers, 0) as contacted_rate,
    l.audited_contacts,
    case when a.audit_marks > 0 then cast(l.audited_contacts as double) / nullif(c.contacts, 0) end as audited_rate,
    a.audit_marks,
    a.audit_score,
    a.audit_score_variance,
    -- Where no training was ever recorded nobody knows who was trained.
    case when h.is_told then f.trained_employees end as trained_employees,
    case when h.is_told then cast(f.trained_employees as double) / nullif(f.employees_on_file, 0) end as trained_rate,
    -- Whom nobody knows by name is not a customer who is satisfied.
    case when c.scores_of_customers > 0 then d.dissatisfied_customers end as dissatisfied_customers,
from counted as c
cross join dissatisfied as d
cross join filed as f
cross join bought as b
cross join audited as a
cross join looked_at as l
cross join history as h
