-- metric: contact.load
-- grain:  one row per weekday and hour from the first to the last hour in use; contacts without a time are one hour
-- needs:  customers, interactions, calendar
-- requires: interactions
-- column: weekday  code
-- column: contact_hour  code
-- column: inbound_contacts  count
-- column: contact_share  share
-- column: answer_known  count
-- column: unanswered_contacts  count
-- column: unanswered_rate  share
-- column: customers  count
-- rate:   unanswered_rate = unanswered_contacts / answer_known
-- whole:  contact_share
-- less:   unanswered_rate, unanswered_contacts
-- chart:  heat weekday contact_hour unanswered_rate
-- n:      inbound_contacts
-- source: S-28, S-31, M-90, F-109
with timed as (
    -- The one pass over the contacts: what follows counts these.
    select
        1 + date_diff('day', d.week_on, r.started_on) as day_of_week,
        r.contact_hour,
        r.customer_key,
        max(r.started_on) as last_contact_on,
        count(*) as contact_count,
        count(r.is_answered) as answer_known,
        count(case when r.is_answered = false then 1 end) as unanswered_count,
    from interactions as r
    inner join calendar as d on r.started_on = d.day
    where r.direction = 'in'
    group by day_of_week, r.contact_hour, r.customer_key
),
members as (
    select
        cast(t.day_of_week as varchar) as weekday,
        cast(t.contact_hour as varchar) as contact_hour,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        t.last_contact_on,
        t.contact_count,
    from timed as t
    inner join customers as c on t.customer_key = c.customer_key
),
summed as (
    select
        t.day_of_week,
        t.contact_hour,
        cast(sum(t.contact_count) as bigint) as inbound_contacts,
        cast(sum(t.answer_known) as bigint) as answer_known,
        cast(sum(t.unanswered_count) as bigint) as unanswered_contacts,
        count(c.customer_key) as customers,
    from timed as t
    left join customers as c on t.customer_key = c.customer_key
    group by t.day_of_week, t.contact_hour
),
hours as (
    select * from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17),
            (18), (19), (20), (21), (22), (23), (null)
    ) as t (contact_hour)
),
weekdays as (
    select * from (values (1), (2), (3), (4), (5), (6), (7)) as t (day_of_week)
),
used as (
    select
        min(contact_hour) as first_hour,
        max(contact_hour) as last_hour,
        count(*) > count(contact_hour) as has_unknown,
    from summed
)
-- answer
select
    cast(w.day_of_week as varchar) as weekday,
    cast(h.contact_hour as varchar) as contact_hour,
    coalesce(s.inbound_contacts, 0) as inbound_contacts,
    cast(coalesce(s.inbound_contacts, 0) as double)
        / nullif(cast(sum(s.inbound_contacts) over (partition by true) as double), 0) as contact_share,
    coalesce(s.answer_known, 0) as answer_known,
    coalesce(s.unanswered_contacts, 0) as unanswered_contacts,
    cast(s.unanswered_contacts as double) / nullif(s.answer_known, 0) as unanswered_rate,
    coalesce(s.customers, 0) as customers,
from hours as h
cross join weekdays as w
inner join used as u
    on h.contact_hour between u.first_hour and u.last_hour or (h.contact_hour is null and u.has_unknown)
left join summed as s on h.contact_hour is not distinct from s.contact_hour and w.day_of_week = s.day_of_week
order by h.contact_hour desc nulls first, w.day_of_week
