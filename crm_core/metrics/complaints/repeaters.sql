-- metric: complaints.repeaters
-- grain:  one row per how often customers complained in the days, the malicious apart, also where nobody did
-- needs:  customers, complaints, malicious, customer_orders
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- column: times  code
-- column: customers  count
-- column: cases  count
-- column: case_share  share
-- column: full_cases  count
-- column: judged_cases  count
-- column: full_share  share
-- column: compensation_cost  money
-- column: revenue  money
-- rate:   full_share = full_cases / judged_cases
-- whole:  case_share
-- less:   customers, cases, compensation_cost
-- chart:  bars times cases customers
-- n:      cases
-- source: M-35, M-37, S-48, S-63
with counted as (
    select
        customer_key,
        count(*) as cases,
        count(case when verdict in ('full', 'partial', 'none') then 1 end) as judged_cases,
        count(case when verdict = 'full' then 1 end) as full_cases,
        cast(coalesce(sum(compensation_cost), 0) as decimal(18, 4)) as compensation_cost,
        max(opened_on) as last_complaint_on,
    from complaints
    where customer_key is not null
    group by customer_key
),
members as (
    select
        case
            when n.customer_key in (select m.customer_key from malicious as m) then 'malicious'
            when n.cases >= 3 then 'often'
            when n.cases = 2 then 'twice'
            else 'once'
        end as times,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        n.cases as case_count,
        n.judged_cases,
        n.full_cases,
        n.last_complaint_on,
        n.compensation_cost,
        coalesce(o.revenue, 0) as revenue,
    from counted as n
    inner join customers as c on n.customer_key = c.customer_key
    left join customer_orders as o on n.customer_key = o.customer_key
),
levels as (
    select * from (values (1, 'malicious'), (2, 'often'), (3, 'twice'), (4, 'once')) as t (place, times)
),
summed as (
    select
        v.place,
        v.times,
        count(m.customer_key) as customers,
        cast(coalesce(sum(m.case_count), 0) as bigint) as cases,
        cast(coalesce(sum(m.full_cases), 0) as bigint) as full_cases,
        cast(coalesce(sum(m.judged_cases), 0) as bigint) as judged_cases,
        cast(coalesce(sum(m.compensation_cost), 0) as decimal(18, 4)) as compensation_cost,
        cast(coalesce(sum(m.revenue), 0) as decimal(18, 4)) as revenue,
    from levels as v
    left join members as m on v.times = m.times
    group by v.place, v.times
)
-- answer
select
    times,
    customers,
    cases,
    cast(cases as double) / nullif(sum(cases) over (partition by true), 0) as case_share,
    full_cases,
    judged_cases,
    cast(full_cases as double) / nullif(judged_cases, 0) as full_share,
    compensation_cost,
    revenue,
from summed
order by place
