-- metric: complaints.daily
-- grain:  one row per day of the chosen days, also those without a complaint
-- needs:  customers, complaints, orders, calendar
-- requires: orders
-- requires: complaints
-- column: day  date
-- column: cases  count
-- column: week_mean  number
-- column: expected_cases  number
-- column: least_cases  number
-- column: most_cases  number
-- column: excess_cases  count
-- column: orders  count
-- column: customers  count
-- less:   cases, week_mean
-- chart:  control day cases week_mean least_cases most_cases excess_cases
-- n:      cases
-- source: S-21, S-26, F-78, M-95
with members as (
    select
        m.day,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.case_count,
        m.first_cause,
    from (
        select
            opened_on as day,
            customer_key,
            count(*) as case_count,
            min(cause) as first_cause,
        from complaints
        where customer_key is not null
        group by opened_on, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
came as (
    select opened_on as day, count(*) as cases from complaints group by opened_on
),
bought as (
    select order_on as day, count(*) as orders from orders where is_sale group by order_on
),
listed as (
    select day, count(*) as customers from members group by day
),
days as (
    select
        d.day,
        coalesce(n.cases, 0) as cases,
        coalesce(b.orders, 0) as orders,
        coalesce(l.customers, 0) as customers,
    from calendar as d
    left join came as n on d.day = n.day
    left join bought as b on d.day = b.day
    left join listed as l on d.day = l.day
    where d.day <= $as_of
),
weeks as (
    select
        *,
        sum(cases) over (order by day rows between 6 preceding and current row) as week_cases,
        count(*) over (order by day rows between 6 preceding and current row) as days_so_far,
    from days
)
-- answer
select
    day,
    cases,
    -- Of seven whole days; the first six have none.
    case when days_so_far = 7 then cast(week_cases as double) / nullif(days_so_far, 0) end as week_mean,
    orders,
    customers,
from weeks
order by day
