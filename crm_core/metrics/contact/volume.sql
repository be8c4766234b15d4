-- metric: contact.volume
-- grain:  one row per touchpoint (or channel) and month, of the last six months of the days; the most used on top
-- needs:  touchpoint_contacts
-- requires: interactions
-- param:  place as contact.touchpoints
-- column: contact_month  code
-- column: touchpoint  code
-- column: inbound_contacts  count
-- column: anonymous_contacts  count
-- column: customers  count
-- less:   anonymous_contacts
-- chart:  matrix contact_month touchpoint inbound_contacts
-- n:      inbound_contacts
-- source: S-04, S-13, S-30, S-31, F-109
with came as (
    select * from touchpoint_contacts where direction = 'in'
),
members as (
    select
        contact_month,
        touchpoint,
        customer_key,
        customer_id,
        customer_name,
        last_order_on,
        max(started_on) as last_contact_on,
        count(*) as contact_count,
    from came
    where is_known
    group by contact_month, touchpoint, customer_key, customer_id, customer_name, last_order_on
),
counted as (
    select
        contact_month,
        touchpoint,
        count(*) as inbound_contacts,
        count(case when customer_key is null then 1 end) as anonymous_contacts,
        count(distinct case when is_known then customer_key end) as customers,
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
    n.customers,
from counted as n
inner join placed as p on n.touchpoint is not distinct from p.touchpoint
order by n.contact_month, p.place
