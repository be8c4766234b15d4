-- metric: complaints.temperaments
-- grain:  one row per temperament of those who complained, as our people judge it, also for one that nobody has; those
--         not judged last
-- needs:  customers, complaints, temperaments
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: temperaments
-- column: temperament  code
-- column: repeat_share  share
-- column: customers  count
-- column: repeat_customers  count
-- column: cases  count
-- column: judged_cases  count
-- column: full_cases  count
-- column: full_share  share
-- rate:   repeat_share = repeat_customers / customers
-- rate:   full_share = full_cases / judged_cases
-- less:   repeat_share, repeat_customers, cases
-- chart:  bars temperament repeat_share customers
-- n:      customers
-- source: M-35, S-63
with counted as (
    select
        customer_key,
        count(*) as cases,
        count(case when verdict in ('full', 'partial', 'none') then 1 end) as judged_cases,
        count(case when verdict = 'full' then 1 end) as full_cases,
        max(opened_on) as last_complaint_on,
    from complaints
    where customer_key is not null
    group by customer_key
),
members as (
    select
        t.temperament,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        n.cases as case_count,
        n.judged_cases,
        n.full_cases,
        n.last_complaint_on,
    from counted as n
    inner join customers as c on n.customer_key = c.customer_key
    left join temperaments as t on n.customer_key = t.customer_key
),
kinds as (
    select *
    from (
        values (1, 'choleric'), (2, 'sanguine'), (3, 'phlegmatic'), (4, 'melancholic'), (5, null)
    ) as t (place, temperament)
),
summed as (
    select
        k.place,
        k.temperament,
        count(m.customer_key) as customers,
        count(case when m.case_count > 1 then 1 end) as repeat_customers,
        cast(coalesce(sum(m.case_count), 0) as bigint) as cases,
        cast(coalesce(sum(m.judged_cases), 0) as bigint) as judged_cases,
        cast(coalesce(sum(m.full_cases), 0) as bigint) as full_cases,
    from kinds as k
    left join members as m on k.temperament is not distinct from m.temperament
    group by k.place, k.temperament
)
-- answer
select
    temperament,
    cast(repeat_customers as double) / nullif(customers, 0) as repeat_share,
    customers,
    repeat_customers,
    cases,
    judged_cases,
    full_cases,
    cast(full_cases as double) / nullif(judged_cases, 0) as full_share,
from summed
order by place
