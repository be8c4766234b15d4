-- metric: complaints.times
-- grain:  one row per cause (or what complaints.causes is told by), the slowest to be resolved first
-- needs:  customers, placed_complaints, complaint_times
-- requires: orders
-- requires: complaints
-- param:  by of complaints.causes
-- column: value  text
-- column: resolution_days_median  number
-- column: timed_cases  count
-- column: resolution_days_p90  number
-- column: response_hours_median  number
-- column: response_hours_p90  number
-- column: unresolved_cases  count
-- column: customers  count
-- range:  resolution_days_median
-- range:  response_hours_median
-- part:   value
-- less:   resolution_days_median, resolution_days_p90, response_hours_median, response_hours_p90, unresolved_cases
-- chart:  bars value resolution_days_median timed_cases
-- n:      timed_cases
-- source: S-02, S-26, S-63, M-31, M-95, F-72
with members as (
    select
        m.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.case_count,
        m.unresolved_count,
        m.last_complaint_on,
    from (
        select
            value,
            customer_key,
            count(*) as case_count,
            count(case when ending = 'open' or resolved_on > least($to, $as_of) then 1 end) as unresolved_count,
            max(opened_on) as last_complaint_on,
        from placed_complaints
        where not is_misdated and customer_key is not null
        group by value, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select value, count(*) as customers from members group by value
),
counted as (
    select
        value,
        count(*) as timed_cases,
        case
            when bool_and(ending = 'untold') then null
            else count(case when ending = 'open' or resolved_on > least($to, $as_of) then 1 end)
        end as unresolved_cases,
    from placed_complaints
    where not is_misdated
    group by value
),
lasting as (
    select
        value,
        measure,
        minutes,
        count(case when has_ended then 1 end) as ended,
        count(case when not has_ended then 1 end) as censored,
    from complaint_times
    group by value, measure, minutes
)
-- answer
select
    n.value,
    n.timed_cases,
    n.unresolved_cases,
    coalesce(l.customers, 0) as customers,
    t.measure,
    t.minutes,
    t.ended,
    t.censored,
from counted as n
left join lasting as t on n.value is not distinct from t.value
left join listed as l on n.value is not distinct from l.value
order by n.timed_cases desc, n.value, t.measure, t.minutes
