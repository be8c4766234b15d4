-- metric: loyalty.index
-- grain:  one row per kind of loyalty asked about, each with the index of all
-- needs:  customers, survey_responses, given_weights
-- requires: surveys
-- requires: loyalty_answers
-- param:  weights = weights
-- column: attribute  code
-- column: answers  count
-- column: part_score  score
-- column: weight_share  share
-- column: index_score  score
-- column: responses  count
-- column: customers  count
-- mean:   part_score of answers
-- mean:   index_score of responses
-- derived: weight_share
-- chart:  bars attribute part_score weight_share
-- n:      first responses
-- source: M-49, S-28
with answered as (
    -- From 1 … 5 to 0 … 100.
    select response_key, customer_key, surveyed_on, attribute, 25 * (cast(score as double) - 1) as points
    from survey_responses
    where attribute in ('loyalty_emotional', 'loyalty_behavioural', 'loyalty_cognitive')
),
rated as (
    select attribute, count(*) as answers, sum(points) / nullif(count(*), 0) as part_score, var_samp(points) as variance
    from answered
    group by attribute
),
weighed as (
    select r.*, coalesce(w.weight, case when not exists (select 1 from given_weights) then 1 end) as weight
    from rated as r
    left join given_weights as w on r.attribute = w.attribute
),
shared as (
    select
        *,
        case when weight >= 0 then weight end / nullif(sum(case when weight >= 0 then weight end) over (partition by true), 0)
            as weight_share,
    from weighed
),
apart as (
    -- How far each response moves the index.
    select a.response_key, sum(s.weight_share * (a.points - s.part_score) / nullif(s.answers, 0)) as part
    from answered as a
    inner join shared as s on a.attribute = s.attribute
    group by a.response_key
),
whole as (
    select
        (select cast(sum(cast(weight_share * part_score as decimal(38, 15))) as double) from shared) as index_score,
        count(*) as responses,
        sum(part * part) * count(*) * count(*) / nullif(count(*) - 1, 0) as variance,
    from apart
),
members as (
    select
        m.attribute,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.loyalty_points,
    from (
        select
            attribute,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            sum(points) / nullif(count(*), 0) as loyalty_points,
        from answered
        where customer_key is not null
        group by attribute, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select attribute, count(*) as customers from members group by attribute
)
-- answer
select
    cast(s.attribute as varchar) as attribute,
    s.answers,
    s.part_score,
    s.variance as part_score_variance,
    s.weight_share,
    w.index_score,
    w.variance as index_score_variance,
    w.responses,
    coalesce(l.customers, 0) as customers,
from shared as s
cross join whole as w
left join listed as l on s.attribute = l.attribute
order by s.part_score desc, s.attribute
