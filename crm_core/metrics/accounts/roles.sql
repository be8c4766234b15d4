-- metric: accounts.roles
-- grain:  one row per role in the decision, the five always, people of an unknown role last where there are any
-- needs:  customers, contacts
-- requires: contacts
-- column: contact_role  code
-- column: people  count
-- column: customers  count
-- column: per_payer  number
-- column: measured  count
-- part:   contact_role
-- whole:  per_payer
-- chart:  bars contact_role people per_payer
-- n:      people
-- source: M-08, M-14, S-22
with known as (
    select
        case
            when contact_role in ('payer', 'decider', 'beneficiary', 'adviser', 'opposer') then contact_role
        end as contact_role,
        customer_key,
        count(*) as contact_person_count,
    from contacts
    where customer_key in (select customer_key from customers)
    group by 1, 2
),
paying as (
    select customer_key, contact_person_count as payer_count from known where contact_role = 'payer'
),
members as (
    select
        k.contact_role,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        k.contact_person_count,
        p.payer_count,
    from known as k
    inner join customers as c on k.customer_key = c.customer_key
    left join paying as p on k.customer_key = p.customer_key
),
counted as (
    -- Only where payers and the role are both written down: who is not written down may still be there.
    select
        contact_role,
        sum(contact_person_count) as people,
        count(*) as customers,
        count(payer_count) as measured,
        sum(case when payer_count > 0 then contact_person_count end) as people_beside_payers,
        sum(payer_count) as payer_count,
    from members
    group by contact_role
),
roles as (
    select *
    from (
        values (1, 'payer'), (2, 'decider'), (3, 'beneficiary'), (4, 'adviser'), (5, 'opposer')
    ) as t (role_order, contact_role)
    union all
    select distinct 6 as role_order, contact_role from known where contact_role is null
)
-- answer
select
    r.contact_role,
    cast(coalesce(c.people, 0) as bigint) as people,
    coalesce(c.customers, 0) as customers,
    case when r.contact_role is not null then cast(c.people_beside_payers as double) / nullif(c.payer_count, 0) end as per_payer,
    case when r.contact_role is not null then coalesce(c.measured, 0) end as measured,
from roles as r
left join counted as c on r.contact_role is not distinct from c.contact_role
order by r.role_order
