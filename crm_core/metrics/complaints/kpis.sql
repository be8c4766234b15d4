-- metric: complaints.kpis
-- grain:  one row
-- needs:  customers, complaints, complaint_times, open_overdue, ends_told, orders
-- requires: orders
-- requires: complaints
-- param:  promise of complaints.overdue
-- column: cases  count
-- column: complaining_customers  count
-- column: active_customers  count
-- column: complaining_buyers  count
-- column: complaint_rate  share
-- column: orders  count
-- column: cases_per_1000  number
-- column: open_cases  count
-- column: overdue_cases  count
-- column: timed_cases  count
-- column: response_hours_median  number
-- column: response_hours_p90  number
-- column: resolution_days_median  number
-- column: resolution_days_p90  number
-- column: misdated_cases  count
-- column: solution_cases  count
-- column: solution_share  share
-- rate:   complaint_rate = complaining_buyers / active_customers
-- rate:   solution_share = solution_cases / cases
-- ratio:  cases_per_1000 of cases
-- part:   is_complaining, is_open, is_overdue
-- less:   cases, complaining_customers, complaint_rate, cases_per_1000, open_cases, overdue_cases
-- less:   response_hours_median, response_hours_p90, resolution_days_median, resolution_days_p90
-- n:      cases
-- source: M-95, M-74, S-02, S-20, S-26, S-63, F-73, F-77, F-100
with named as (
    select customer_key, opened_on, compensation_cost, true as is_complaining, false as is_open, false as is_overdue
    from complaints
    where customer_key is not null
    union all
    select customer_key, opened_on, null, false, true, overdue_days > 0
    from open_overdue
    where customer_key is not null
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.case_count,
        m.last_complaint_on,
        m.is_complaining,
        m.is_open,
        m.is_overdue,
    from (
        select
            customer_key,
            count(case when is_complaining then 1 end) as case_count,
            max(opened_on) as last_complaint_on,
            bool_or(is_complaining) as is_complaining,
            bool_or(is_open) as is_open,
            bool_or(is_overdue) as is_overdue,
        from named
        where customer_key is not null
        group by customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
buyers as (
    select distinct customer_key from orders where is_sale and customer_key is not null
),
counted as (
    select
        measure,
        minutes,
        count(case when has_ended then 1 end) as ended,
        count(case when not has_ended then 1 end) as censored,
    from complaint_times
    group by measure, minutes
),
totals as (
    select
        count(*) as cases,
        count(distinct customer_key) as complaining_customers,
        count(distinct case when customer_key in (select b.customer_key from buyers as b) then customer_key end)
            as complaining_buyers,
        count(case when not is_misdated then 1 end) as timed_cases,
        count(case when is_misdated then 1 end) as misdated_cases,
        -- A file that never names a solution says nothing about how often one is used.
        nullif(count(solution_id), 0) as solution_cases,
    from complaints
),
others as (
    select
        (select count(*) from buyers) as active_customers,
        (select count(*) from orders where is_sale) as orders,
        case when e.is_told then (select count(*) from open_overdue) end as open_cases,
        case when e.is_told then (select count(*) from open_overdue where overdue_days > 0) end as overdue_cases,
    from ends_told as e
)
-- answer
select
    t.*,
    o.*,
    cast(t.complaining_buyers as double) / nullif(o.active_customers, 0) as complaint_rate,
    cast(t.solution_cases as double) / nullif(t.cases, 0) as solution_share,
    1000 * cast(t.cases as double) / nullif(o.orders, 0) as cases_per_1000,
    -- Of the logarithm of a count that comes by chance.
    1.0 / nullif(t.cases, 0) as cases_per_1000_variance,
    c.measure,
    c.minutes,
    c.ended,
    c.censored,
from totals as t
cross join others as o
left join counted as c on true
order by c.measure, c.minutes
