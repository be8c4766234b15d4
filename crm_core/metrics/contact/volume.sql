-- metric: contact.volume
-- grain:  one row per touchpoint and month, of the last six months of the days; the most used on top
-- needs:  customers, touchpoint_contacts
-- requires: interactions
-- column: contact_month  code
-- column: touchpoint  code
-- column: inbound_contacts  count
-- column: anonymous_contacts  count
-- column: customers  count
-- less:   anonymous_contacts
-- chart:  matrix contact_month touchpoint inbound_contacts
-- n:      inbound_contacts
-- source: S-04, S-30, S-31, F-109
with came as (
    select * from touchpoint_contacts where direction = 'in'
),
members as (
    select
        d.contact_month,
        d.touchpoint,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        d.last_contact_on,
        d.contact_count,
    from (
        select
            contact_month,
            touchpoint,
            customer_key,
            max(started_on) as last_contact_on,
            count(*) as contact_count,
        from came
        group by contact_month, touchpoint, customer_key
    ) as d
    inner join customers as c on d.customer_key = c.customer_key
),
listed as (
    select contact_month, touchpoint, count(*) as customers from members group by contact_month, touchpoint
),
counted as (
    select
        contact_month,
        touchpoint,
        count(*) as inbound_contacts,
        count(case when customer_key is null then 1 end) as anonymous_contacts,
    from came
    group by contact_month, touchpoint
),
placed as (
    select touchpoint, row_number() over (order by sum(inbound_contacts), touchpoint) as place
    from counted
    group by touchpoint
)
-- answer
select
    n.contact_month,
    n.touchpoint,
    n.inbound_contacts,
    n.anonymous_contacts,
    coalesce(l.customers, 0) as customers,
from counted as n
inner join placed as p on n.touchpoint is not distinct from p.touchpoint
left join listed as l on n.contact_month = l.contact_month and n.touchpoint is not distinct from l.touchpoint
order by n.contact_month, p.place
