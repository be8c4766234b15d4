-- metric: complaints.word_of_mouth
-- grain:  one row per what complainers did next, apart by whether they were fully satisfied
-- needs:  customers, complaints, orders_so_far, year_revenue
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- param:  cut = 0.5
-- column: satisfied  code
-- column: behaviour  code
-- column: customers  count
-- column: judged_customers  count
-- column: behaviour_share  share
-- column: benchmark_share  share
-- column: listeners_benchmark  number
-- column: people_told  count
-- column: revenue_of_year  money
-- column: revenue_at_risk  money
-- rate:   behaviour_share = customers / judged_customers
-- derived: benchmark_share
-- less:   revenue_at_risk
-- chart:  bars behaviour behaviour_share benchmark_share
-- n:      customers
-- source: S-38, M-22, Q-38
with lasts as (
    -- The last complaint of every customer in the days whose verdict is known, with ninety days after it.
    -- Keys of cases are numbered in the order in which they came.
    select *
    from complaints
    where opened_on <= least($to, $as_of) - 90
        and case_key in (
            select max(l.case_key)
            from complaints as l
            where l.customer_key is not null and l.verdict in ('full', 'partial', 'none')
            group by l.customer_key
        )
),
spent as (
    select
        l.customer_key,
        cast(sum(case when o.order_on <= l.opened_on then o.amount else 0 end) as decimal(18, 4)) as spend_before,
        cast(sum(case when o.order_on > l.opened_on then o.amount else 0 end) as decimal(18, 4)) as spend_after,
    from lasts as l
    inner join orders_so_far as o
        on l.customer_key = o.customer_key
        and o.order_on > l.opened_on - 90
        and o.order_on <= l.opened_on + 90
    group by l.customer_key
),
told as (
    -- Within a tenth up or down is the same: nobody spends to the cent what was spent before.
    select
        case
            when l.verdict <> 'full' and s.spend_after <= 0 then 'unhappy_stopped'
            when l.verdict <> 'full' and s.spend_after < 0.9 * s.spend_before then 'unhappy_less'
            when l.verdict <> 'full' then 'unhappy_same'
            when s.spend_after > 1.1 * s.spend_before then 'happy_more'
            else 'happy_rest'
        end as behaviour,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        l.opened_on,
        l.verdict,
        l.people_told,
        s.spend_before,
        s.spend_after,
        coalesce(y.revenue_of_year, 0) as revenue_of_year,
    from lasts as l
    inner join spent as s on l.customer_key = s.customer_key
    inner join customers as c on l.customer_key = c.customer_key
    left join year_revenue as y on l.customer_key = y.customer_key
    where s.spend_before > 0
),
members as (
    select *, case when verdict = 'full' then 'yes' else 'no' end as satisfied from told
),
benchmarks as (
    -- The survey of 1981: of those not fully satisfied a third stopped and 45 % bought less; of the others 10 % bought
    -- more. The fully satisfied told four to five people, the others nine to ten.
    select *
    from (
        values
            (1, 'no', 'unhappy_stopped', 1 / nullif(3.0, 0), 9.5),
            (2, 'no', 'unhappy_less', 0.45, 9.5),
            (3, 'no', 'unhappy_same', 1 - 1 / nullif(3.0, 0) - 0.45, 9.5),
            (4, 'yes', 'happy_more', 0.1, 4.5),
            (5, 'yes', 'happy_rest', 0.9, 4.5)
    ) as t (place, satisfied, behaviour, benchmark_share, listeners)
),
counted as (
    select
        b.*,
        count(m.customer_key) as customers,
        sum(m.people_told) as people_told,
        cast(coalesce(sum(m.revenue_of_year), 0) as decimal(18, 4)) as revenue_of_year,
    from benchmarks as b
    left join members as m on b.behaviour = m.behaviour
    group by b.place, b.satisfied, b.behaviour, b.benchmark_share, b.listeners
)
-- answer
select
    satisfied,
    behaviour,
    customers,
    cast(sum(customers) over (partition by satisfied) as bigint) as judged_customers,
    cast(customers as double) / nullif(sum(customers) over (partition by satisfied), 0) as behaviour_share,
    cast(benchmark_share as double) as benchmark_share,
    cast(customers * listeners as double) as listeners_benchmark,
    cast(people_told as bigint) as people_told,
    revenue_of_year,
    -- What the benchmark would put at risk of the year's revenue of all who are not satisfied.
    cast(
        case when satisfied = 'no' then revenue_of_year * (1 / nullif(3.0, 0) + 0.45 * $cut[1]) else 0 end
        as decimal(18, 4)
    ) as revenue_at_risk,
from counted
order by place
