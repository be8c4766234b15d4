-- metric: loyalty.curve
-- grain:  one row per overall score from 1 to 5, also for a score that nobody gave
-- needs:  customers, orders, survey_returns
-- requires: surveys
-- requires: customer_id
-- requires: named_surveys
-- param:  within = d90 | d30 | d180 | d365
-- column: grade  code
-- column: known_responses  count
-- column: returned  count
-- column: repurchase_rate  share
-- column: straight_rate  share
-- column: jump  share
-- column: chance_jump  share
-- column: turning_grade  count
-- column: customers  count
-- column: average_order  money
-- column: lift_gain  money
-- rate:   repurchase_rate = returned / known_responses
-- derived: straight_rate, jump, chance_jump
-- part:   grade
-- chart:  graded grade repurchase_rate straight_rate
-- n:      known_responses
-- source: M-21, S-37
with members as (
    select
        s.grade,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        s.surveyed_on as last_surveyed_on,
        cast(coalesce(o.revenue, 0) as decimal(18, 2)) as revenue,
    from survey_returns as s
    inner join customers as c on s.customer_key = c.customer_key
    left join (
        select customer_key, sum(amount) as revenue from orders group by customer_key
    ) as o on s.customer_key = o.customer_key
    where s.is_latest
),
grades(grade) as (
    values (1), (2), (3), (4), (5)
),
counted as (
    select
        g.grade,
        count(s.is_back) as known_responses,
        count(case when s.is_back then 1 end) as returned,
    from grades as g
    left join survey_returns as s on g.grade = s.grade
    group by g.grade
),
rated as (
    select *, cast(returned as double) / nullif(known_responses, 0) as repurchase_rate
    from counted
),
sums as (
    select
        sum(known_responses) as n,
        cast(sum(known_responses * grade) as double) as x,
        cast(sum(known_responses * grade * grade) as double) as xx,
        cast(sum(returned) as double) as y,
        cast(sum(returned * grade) as double) as xy,
    from counted
),
straight as (
    -- The straight line through all responses, by least squares.
    select
        (xy - x * y / nullif(n, 0)) / nullif(xx - x * x / nullif(n, 0), 0) as slope,
        x / nullif(n, 0) as middle_grade,
        y / nullif(n, 0) as middle_rate,
    from sums
),
stepped as (
    select
        r.*,
        b.known_responses as responses_below,
        b.repurchase_rate as rate_below,
        a.repurchase_rate as rate_above,
        cast(r.returned + b.returned as double) / nullif(r.known_responses + b.known_responses, 0) as rate_of_both,
    from rated as r
    left join rated as b on r.grade = b.grade + 1
    left join rated as a on r.grade = a.grade - 1
),
tested as (
    -- Thirty responses on both sides are the least that a jump is read from (SMALL_SAMPLE). Of four jumps the largest is
    -- looked for, so each is held against an error of 5 % / 4 (Bonferroni).
    select
        *,
        repurchase_rate - rate_below as jump,
        case when known_responses >= 30 and responses_below >= 30 then
            2.4977 * sqrt(
                rate_of_both * (1 - rate_of_both) * (1.0 / nullif(known_responses, 0) + 1.0 / nullif(responses_below, 0))
            )
        end as chance_jump,
    from stepped
),
valued as (
    select cast(cast(sum(amount) as double) / nullif(count(*), 0) as decimal(18, 2)) as average_order
    from orders
    where customer_key is not null
),
turning as (
    select grade as turning_grade
    from tested
    where jump > chance_jump
    order by jump desc, grade
    limit 1
),
listed as (
    select grade, count(*) as customers from members group by grade
)
-- answer
select
    s.grade,
    s.known_responses,
    s.returned,
    s.repurchase_rate,
    t.middle_rate + t.slope * (s.grade - t.middle_grade) as straight_rate,
    s.jump,
    s.chance_jump,
    -- The largest rise beyond chance leads to this score; of equal ones the lower.
    u.turning_grade,
    coalesce(l.customers, 0) as customers,
    v.average_order,
    cast(coalesce(l.customers, 0) * (s.rate_above - s.repurchase_rate) * cast(v.average_order as double) as decimal(18, 2))
        as lift_gain,
from tested as s
left join turning as u on true
cross join straight as t
cross join valued as v
left join listed as l on s.grade = l.grade
order by s.grade
