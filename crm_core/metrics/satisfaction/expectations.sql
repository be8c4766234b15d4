-- metric: satisfaction.expectations
-- grain:  one row per group of customers by what they know of us, in a fixed order, also where nobody is
-- needs:  customers, survey_responses, orders_so_far
-- requires: surveys
-- requires: expectations
-- requires: customer_id
-- requires: named_surveys
-- param:  split = purchases | referral
-- column: experience  code
-- column: responses  count
-- column: expected_score  score
-- column: met_score  score
-- column: gap  score
-- column: customers  count
-- mean:   expected_score of responses
-- mean:   gap of responses
-- part:   experience
-- chart:  bars experience expected_score gap
-- n:      responses
-- source: M-27, M-26
with said as (
    -- A response counts once, however many attributes it rates.
    select
        response_key,
        customer_key,
        max(surveyed_on) as surveyed_on,
        cast(sum(expectation) as double) / nullif(count(*), 0) as expected_score,
        cast(sum(score) as double) / nullif(count(*), 0) as met_score,
    from survey_responses
    where expectation is not null and score is not null and customer_key is not null
    group by response_key, customer_key
),
bought as (
    select s.response_key, count(*) as order_count
    from said as s
    inner join orders_so_far as o on s.customer_key = o.customer_key
    where o.is_sale and o.order_on <= s.surveyed_on
    group by s.response_key
),
known as (
    select
        s.*,
        c.customer_id,
        c.customer_name,
        coalesce(b.order_count, 0) as earlier_orders,
        case
            when $split = 'referral' then case when c.referrer_id is null then 'not_referred' else 'referred' end
            when b.order_count is null then 'no_purchase'
            when b.order_count = 1 then 'one_purchase'
            when b.order_count <= 5 then 'some_purchases'
            else 'many_purchases'
        end as experience,
    from said as s
    inner join customers as c on s.customer_key = c.customer_key
    left join bought as b on s.response_key = b.response_key
),
members as (
    select
        experience,
        customer_key,
        customer_id,
        customer_name,
        max(surveyed_on) as last_surveyed_on,
        max(earlier_orders) as earlier_orders,
        sum(met_score) / nullif(count(*), 0) as customer_score,
    from known
    group by experience, customer_key, customer_id, customer_name
),
listed as (
    select experience, count(*) as customers from members group by experience
),
rated as (
    select
        experience,
        count(*) as responses,
        cast(sum(cast(expected_score as decimal(18, 6))) as double) / nullif(count(*), 0) as expected_score,
        var_samp(expected_score) as expected_score_variance,
        cast(sum(cast(met_score as decimal(18, 6))) as double) / nullif(count(*), 0) as met_score,
        var_samp(met_score - expected_score) as gap_variance,
    from known
    group by experience
),
groups as (
    select *
    from (
        values
            (1, 'no_purchase', 'purchases'), (2, 'one_purchase', 'purchases'), (3, 'some_purchases', 'purchases'),
            (4, 'many_purchases', 'purchases'), (1, 'referred', 'referral'), (2, 'not_referred', 'referral')
    ) as t (place, experience, told_by)
    where told_by = $split
)
-- answer
select
    g.experience,
    coalesce(r.responses, 0) as responses,
    r.expected_score,
    r.expected_score_variance,
    r.met_score,
    r.met_score - r.expected_score as gap,
    r.gap_variance,
    coalesce(l.customers, 0) as customers,
from groups as g
left join rated as r on g.experience = r.experience
left join listed as l on g.experience = l.experience
order by g.place
