-- metric: contact.closed_loop
-- grain:  one row per state of getting back to who was dissatisfied, also for a state that nobody is in
-- needs:  customers, survey_responses, interactions
-- requires: surveys
-- requires: interactions
-- requires: customer_id
-- requires: named_surveys
-- param:  within of contact.kpis
-- column: visit_state  code
-- column: state_share  share
-- column: customers  count
-- column: judged_customers  count
-- column: due_days  days
-- column: anonymous_low_scores  count
-- rate:   state_share = customers / judged_customers
-- chart:  bars visit_state state_share customers
-- n:      customers
-- source: M-93, M-37, S-18, F-87
with ends as (
    select least($to, $as_of) as last_on, least($to, $as_of) - cast($within as integer) as due_on
),
dissatisfied as (
    -- The last overall one or two that each customer gave.
    select customer_key, max(surveyed_on) as surveyed_on
    from survey_responses
    where attribute = 'overall' and score <= 2 and customer_key is not null
    group by customer_key
),
reached as (
    -- We turned to them and they answered; that they turned to us closes nothing.
    select d.customer_key, min(r.started_on) as visited_on
    from dissatisfied as d
    inner join interactions as r on d.customer_key = r.customer_key and r.started_on >= d.surveyed_on
    where r.direction = 'out' and r.is_answered is distinct from false
    group by d.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        case
            when v.visited_on <= d.surveyed_on + cast($within as integer) then 'on_time'
            when v.visited_on is not null then 'late'
            when d.surveyed_on <= e.due_on then 'overdue'
            else 'waiting'
        end as visit_state,
        d.surveyed_on as last_surveyed_on,
        v.visited_on,
        c.last_order_on,
        case when v.visited_on is null and d.surveyed_on <= e.due_on then date_diff('day', d.surveyed_on, e.last_on) end
            as due_days,
    from dissatisfied as d
    inner join customers as c on d.customer_key = c.customer_key
    cross join ends as e
    left join reached as v on d.customer_key = v.customer_key
),
counted as (
    select
        visit_state,
        count(*) as customers,
        cast(sum(due_days) as double) / nullif(count(due_days), 0) as due_days,
    from members
    group by visit_state
),
judged as (
    -- Whose days are not over and who was not reached yet says nothing about how well we get back.
    select count(*) as judged_customers from members where visit_state <> 'waiting'
),
nameless as (
    -- Nobody can get back to whom nobody knows.
    select count(*) as anonymous_low_scores
    from survey_responses
    where attribute = 'overall' and score <= 2 and customer_key is null
),
states as (
    select * from (values (1, 'on_time'), (2, 'late'), (3, 'overdue'), (4, 'waiting')) as t (place, visit_state)
)
-- answer
select
    s.visit_state,
    case when s.visit_state <> 'waiting' then cast(coalesce(n.customers, 0) as double) / nullif(j.judged_customers, 0) end
        as state_share,
    coalesce(n.customers, 0) as customers,
    j.judged_customers,
    n.due_days,
    u.anonymous_low_scores,
from states as s
cross join judged as j
cross join nameless as u
left join counted as n on s.visit_state = n.visit_state
order by s.place
