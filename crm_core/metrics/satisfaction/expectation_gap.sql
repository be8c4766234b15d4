-- metric: satisfaction.expectation_gap
-- grain:  one row per attribute whose expectation was asked too, the widest shortfall first
-- needs:  customers, survey_responses
-- requires: surveys
-- requires: expectations
-- column: attribute  code
-- column: answers  count
-- column: expected_score  score
-- column: met_score  score
-- column: gap  score
-- column: reliability_behind  score
-- column: customers  count
-- mean:   gap of answers
-- chart:  radar attribute gap met_score expected_score
-- n:      answers
-- source: M-26, M-27, S-62
with told as (
    -- Pair by pair: an answer without its expectation says nothing about the gap.
    select attribute, customer_key, surveyed_on, score, expectation
    from survey_responses
    where expectation is not null and score is not null
),
members as (
    select
        m.attribute,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.customer_score,
    from (
        select
            attribute,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            cast(sum(score) as double) / nullif(count(*), 0) as customer_score,
        from told
        where customer_key is not null
        group by attribute, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
rated as (
    select
        attribute,
        count(*) as answers,
        cast(sum(expectation) as double) / nullif(count(*), 0) as expected_score,
        cast(sum(score) as double) / nullif(count(*), 0) as met_score,
        var_samp(cast(score - expectation as double)) as gap_variance,
    from told
    group by attribute
),
listed as (
    select attribute, count(*) as customers from members group by attribute
)
-- answer
select
    cast(r.attribute as varchar) as attribute,
    r.answers,
    r.expected_score,
    r.met_score,
    r.met_score - r.expected_score as gap,
    r.gap_variance,
    -- Reliability is what the other four stand on: how far it is met less than the best met of them.
    max(case when r.attribute in ('tangibles', 'empathy', 'assurance', 'responsiveness') then r.met_score end) over (partition by true)
        - max(case when r.attribute = 'reliability' then r.met_score end) over (partition by true) as reliability_behind,
    coalesce(l.customers, 0) as customers,
from rated as r
left join listed as l on r.attribute = l.attribute
order by r.met_score - r.expected_score, r.attribute
