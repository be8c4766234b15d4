-- metric: contact.recognition
-- grain:  one row per touchpoint and month, of the last six months of the days; the best on top
-- needs:  customers, interactions, calendar
-- requires: interactions
-- column: contact_month  code
-- column: touchpoint  code
-- column: inbound_contacts  count
-- column: recognised_contacts  count
-- column: recognition_rate  share
-- column: scored_contacts  count
-- column: contact_score  score
-- column: customers  count
-- rate:   recognition_rate = recognised_contacts / inbound_contacts
-- mean:   contact_score of scored_contacts
-- chart:  heat contact_month touchpoint recognition_rate
-- n:      inbound_contacts
-- source: S-30, S-09, S-13, F-104, F-108
with months as (
    select month_on, row_number() over (order by month_on desc) as place
    from (select distinct month_on from calendar where day <= least($to, $as_of)) as m
),
dated as (
    select
        substr(cast(m.month_on as varchar), 3, 5) as contact_month,
        r.touchpoint,
        r.customer_key,
        r.started_on,
        r.is_recognised,
        r.survey_score,
    from interactions as r
    inner join calendar as d on r.started_on = d.day
    inner join months as m on d.month_on = m.month_on
    where r.direction = 'in' and m.place <= 6
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
        from dated
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
        count(case when is_recognised then 1 end) as recognised_contacts,
        count(survey_score) as scored_contacts,
        cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as contact_score,
        var_samp(cast(survey_score as double)) as contact_score_variance,
    from dated
    group by contact_month, touchpoint
),
placed as (
    -- Touchpoints by how many of all their contacts are recognised, the worst first: that row lies at the bottom.
    select
        touchpoint,
        row_number() over (
            order by cast(sum(recognised_contacts) as double) / nullif(sum(inbound_contacts), 0), touchpoint
        ) as place,
    from counted
    group by touchpoint
)
-- answer
select
    n.contact_month,
    n.touchpoint,
    n.inbound_contacts,
    n.recognised_contacts,
    cast(n.recognised_contacts as double) / nullif(n.inbound_contacts, 0) as recognition_rate,
    n.scored_contacts,
    n.contact_score,
    n.contact_score_variance,
    coalesce(l.customers, 0) as customers,
from counted as n
inner join placed as p on n.touchpoint is not distinct from p.touchpoint
left join listed as l on n.contact_month = l.contact_month and n.touchpoint is not distinct from l.touchpoint
order by n.contact_month, p.place
