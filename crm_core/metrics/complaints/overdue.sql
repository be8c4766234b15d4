-- metric: complaints.overdue
-- grain:  one row per level of escalation, the highest first, also for one without a case
-- needs:  customers, open_overdue, year_revenue
-- requires: orders
-- requires: complaints
-- requires: complaint_ends
-- requires: one_currency
-- param:  promise = d3 | d1 | d7
-- column: level  code
-- column: cases  count
-- column: customers  count
-- column: revenue_of_year  money
-- column: longest_days  days
-- part:   level
-- less:   cases, customers, revenue_of_year, longest_days
-- chart:  bars level cases revenue_of_year
-- n:      cases
-- source: M-74, F-72, S-38, S-63
with members as (
    select
        o.level,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        count(*) as case_count,
        -- Of the one that waits longest.
        arg_min(o.case_id, o.place) as case_id,
        arg_min(o.cause, o.place) as first_cause,
        arg_min(o.department, o.place) as department,
        min(o.opened_on) as opened_on,
        max(o.overdue_days) as overdue_days,
        coalesce(max(y.revenue_of_year), 0) as revenue_of_year,
    from (select *, row_number() over (order by overdue_days desc, case_key) as place from open_overdue) as o
    inner join customers as c on o.customer_key = c.customer_key
    left join year_revenue as y on o.customer_key = y.customer_key
    group by o.level, c.customer_key, c.customer_id, c.customer_name
),
counted as (
    select level, count(*) as cases, max(overdue_days) as longest_days from open_overdue group by level
),
listed as (
    select level, count(*) as customers, cast(sum(revenue_of_year) as decimal(18, 4)) as revenue_of_year
    from members
    group by level
),
levels as (
    select * from (values (1, 'management'), (2, 'manager'), (3, 'team'), (4, 'in_time')) as t (place, level)
)
-- answer
select
    v.level,
    coalesce(n.cases, 0) as cases,
    coalesce(l.customers, 0) as customers,
    cast(coalesce(l.revenue_of_year, 0) as decimal(18, 4)) as revenue_of_year,
    case when v.level <> 'in_time' then n.longest_days end as longest_days,
from levels as v
left join counted as n on v.level = n.level
left join listed as l on v.level = l.level
order by v.place
