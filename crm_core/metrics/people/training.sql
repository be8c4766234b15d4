-- metric: people.training
-- grain:  one row per course, the most helpful first; the SQL gives one row per session, employee and side of the day
-- needs:  customers, interactions, interactions_so_far, trainings
-- requires: interactions
-- requires: contact_scores
-- requires: trainings
-- param:  window = 90 | 30 | 60 | 180
-- column: course  text
-- column: attended_employees  count
-- column: trained_employees  count
-- column: untrained_employees  count
-- column: before_score  score
-- column: after_score  score
-- column: trained_change  score
-- column: untrained_change  score
-- column: effect_score  score
-- column: customers  count
-- range:  trained_change
-- range:  effect_score
-- part:   course
-- chart:  bars course effect_score
-- n:      attended_employees
-- source: S-11, S-27, F-113, M-82
with sessions as (
    select distinct course, trained_on from trainings where trained_on <= $as_of
),
scored as (
    select employee, customer_key, started_on, cast(survey_score as double) as score
    from interactions_so_far
    where survey_score is not null and employee is not null
),
near as (
    -- Who took the same course within the days before or after is no comparison for a session, unless it is this one.
    select distinct s.course, s.trained_on, t.employee, t.trained_on = s.trained_on as is_trained
    from sessions as s
    inner join trainings as t
        on s.course = t.course
        and t.trained_on between s.trained_on - 2 * cast($window as integer)
            and s.trained_on + 2 * cast($window as integer)
),
sided as (
    select
        s.course,
        s.trained_on,
        c.employee,
        c.customer_key,
        c.started_on,
        c.score,
        c.started_on > s.trained_on as is_after,
    from sessions as s
    inner join scored as c
        on c.started_on between s.trained_on - cast($window as integer) and s.trained_on + cast($window as integer)
        and c.started_on <> s.trained_on
),
members as (
    -- Customers whom the trained served afterwards and who said how it was.
    select
        m.course,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_contact_on,
        m.contact_count,
        m.customer_score,
    from (
        select
            d.course,
            d.customer_key,
            max(d.started_on) as last_contact_on,
            count(*) as contact_count,
            sum(d.score) / nullif(count(d.score), 0) as customer_score,
        from sided as d
        inner join near as n
            on d.course = n.course and d.trained_on = n.trained_on and d.employee = n.employee and n.is_trained
        where d.is_after
        group by d.course, d.customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select course, count(*) as customers from members group by course
),
attended as (
    select course, count(distinct employee) as attended_employees
    from near
    where is_trained
    group by course
),
means as (
    select
        d.course,
        d.trained_on,
        d.employee,
        max(case when n.is_trained then 1 else 0 end) as is_trained,
        sum(case when not d.is_after then d.score end) / nullif(count(case when not d.is_after then 1 end), 0)
            as before_score,
        sum(case when d.is_after then d.score end) / nullif(count(case when d.is_after then 1 end), 0) as after_score,
    from sided as d
    left join near as n on d.course = n.course and d.trained_on = n.trained_on and d.employee = n.employee
    where n.employee is null or n.is_trained
    group by d.course, d.trained_on, d.employee
)
-- answer
select
    a.course,
    a.attended_employees,
    m.is_trained,
    m.before_score,
    m.after_score,
    coalesce(l.customers, 0) as customers,
from attended as a
left join means as m on a.course = m.course and m.before_score is not null and m.after_score is not null
left join listed as l on a.course = l.course
order by a.course, m.trained_on, m.employee
