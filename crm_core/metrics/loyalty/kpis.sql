-- metric: loyalty.kpis
-- grain:  one row
-- needs:  customers, orders, survey_returns
-- requires: surveys
-- requires: customer_id
-- requires: named_surveys
-- param:  within as loyalty.curve
-- column: known_responses  count
-- column: too_recent  count
-- column: fives  count
-- column: fives_back  count
-- column: rate_of_fives  share
-- column: fours  count
-- column: fours_back  count
-- column: rate_of_fours  share
-- column: rated_responses  count
-- column: ratio_5_4  number
-- column: satisfied_fours  count
-- column: fours_revenue  money
-- column: fours_gain  money
-- rate:   rate_of_fives = fives_back / fives
-- rate:   rate_of_fours = fours_back / fours
-- ratio:  ratio_5_4 of known_responses
-- mean:   fours_gain of rated_responses
-- part:   is_four
-- n:      known_responses
-- source: M-21, S-37
with members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        s.surveyed_on as last_surveyed_on,
        s.grade = 4 as is_four,
        cast(coalesce(o.revenue, 0) as decimal(18, 2)) as revenue,
    from survey_returns as s
    inner join customers as c on s.customer_key = c.customer_key
    left join (
        select customer_key, sum(amount) as revenue from orders group by customer_key
    ) as o on s.customer_key = o.customer_key
    where s.is_latest
),
counted as (
    select
        count(is_back) as known_responses,
        count(case when is_back is null then 1 end) as too_recent,
        count(case when grade = 5 then is_back end) as fives,
        count(case when grade = 5 and is_back then 1 end) as fives_back,
        count(case when grade = 4 then is_back end) as fours,
        count(case when grade = 4 and is_back then 1 end) as fours_back,
    from survey_returns
),
rated as (
    select
        *,
        cast(fives_back as double) / nullif(fives, 0) as rate_of_fives,
        cast(fours_back as double) / nullif(fours, 0) as rate_of_fours,
    from counted
),
valued as (
    select cast(cast(sum(amount) as double) / nullif(count(*), 0) as decimal(18, 2)) as average_order
    from orders
    where customer_key is not null
),
listed as (
    select count(*) as satisfied_fours, sum(revenue) as fours_revenue from members where is_four
)
-- answer
select
    r.known_responses,
    r.too_recent,
    r.fives,
    r.fives_back,
    r.rate_of_fives,
    r.fours,
    r.fours_back,
    r.rate_of_fours,
    r.fives + r.fours as rated_responses,
    r.rate_of_fives / nullif(r.rate_of_fours, 0) as ratio_5_4,
    -- Of the logarithm of a ratio of two rates (Katz et al. 1978).
    (1 - r.rate_of_fives) / nullif(r.fives_back, 0) + (1 - r.rate_of_fours) / nullif(r.fours_back, 0)
        as ratio_5_4_variance,
    l.satisfied_fours,
    cast(l.fours_revenue as decimal(18, 2)) as fours_revenue,
    cast(l.satisfied_fours * (r.rate_of_fives - r.rate_of_fours) * cast(v.average_order as double) as decimal(18, 2)) as fours_gain,
    -- Of the difference of two rates with one more and one less in each (Agresti and Caffo 2000), so that none and all
    -- are not taken for certain; how much an order brings is taken as known.
    (r.fives + r.fours) * (
        (r.fives_back + 1.0) * (r.fives - r.fives_back + 1.0) / nullif((r.fives + 2.0) * (r.fives + 2.0) * (r.fives + 2.0), 0)
        + (r.fours_back + 1.0) * (r.fours - r.fours_back + 1.0) / nullif((r.fours + 2.0) * (r.fours + 2.0) * (r.fours + 2.0), 0)
    ) * cast(l.satisfied_fours * l.satisfied_fours as double) * cast(v.average_order as double)
        * cast(v.average_order as double) as fours_gain_variance,
from rated as r
cross join valued as v
cross join listed as l
