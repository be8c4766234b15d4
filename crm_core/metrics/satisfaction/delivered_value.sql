-- metric: satisfaction.delivered_value
-- grain:  one row per part of what customers get and of what it costs them, each with the delivered value of all
-- needs:  customers, survey_responses, survey_weights, given_weights
-- requires: surveys
-- requires: felt_costs
-- param:  weights as satisfaction.attributes
-- column: attribute  code
-- column: value_side  code
-- column: answers  count
-- column: attribute_score  score
-- column: weight_share  share
-- column: perceived_value  score
-- column: felt_cost  score
-- column: delivered_value  score
-- column: responses  count
-- column: customers  count
-- mean:   attribute_score of answers
-- mean:   delivered_value of responses
-- derived: weight_share
-- chart:  bars attribute attribute_score weight_share
-- n:      first responses
-- source: M-16, M-17, S-20
with told as (
    select
        r.response_key,
        r.customer_key,
        r.surveyed_on,
        r.attribute,
        cast(r.score as double) as score,
        p.place,
        p.value_side,
    from survey_responses as r
    inner join (
        values
            (1, 'product_value', 'value'), (2, 'service_value', 'value'), (3, 'personnel_value', 'value'),
            (4, 'image_value', 'value'), (5, 'money_cost', 'cost'), (6, 'time_cost', 'cost'), (7, 'trouble_cost', 'cost')
    ) as p (place, attribute, value_side) on r.attribute = p.attribute
),
given as (
    select attribute, weight from given_weights
    union all
    select attribute, cast(weight as double) as weight from survey_weights where not exists (select 1 from given_weights)
),
rated as (
    select
        attribute,
        place,
        value_side,
        count(*) as answers,
        sum(cast(score as decimal(9, 4))) as score_sum,
        var_samp(score) as attribute_score_variance,
    from told
    group by attribute, place, value_side
),
weighed as (
    -- The weights of one side add up to 1; a side of which no part has a weight counts all its parts alike.
    select
        r.*,
        case when count(g.weight) over (partition by r.value_side) = 0 then 1 when g.weight >= 0 then g.weight end as weight,
    from rated as r
    left join given as g on r.attribute = g.attribute
),
sides as (
    select
        t.response_key,
        t.value_side,
        sum(cast(w.weight * t.score as decimal(38, 15)))
            / nullif(sum(cast(w.weight as decimal(38, 15))), 0) as side_score,
    from told as t
    inner join weighed as w on t.attribute = w.attribute
    where w.weight > 0
    group by t.response_key, t.value_side
),
paired as (
    -- Who says what it is worth but not what it costs, or the other way round, tells no difference.
    select v.response_key, cast(v.side_score as double) as value_score, cast(c.side_score as double) as cost_score
    from sides as v
    inner join sides as c on v.response_key = c.response_key
    where v.value_side = 'value' and c.value_side = 'cost'
),
whole as (
    select
        count(*) as responses,
        cast(sum(cast(value_score as decimal(38, 15))) as double) / nullif(count(*), 0) as perceived_value,
        cast(sum(cast(cost_score as decimal(38, 15))) as double) / nullif(count(*), 0) as felt_cost,
        var_samp(value_score - cost_score) as delivered_value_variance,
    from paired
),
members as (
    select
        m.attribute,
        m.value_side,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.customer_score,
    from (
        select
            attribute,
            value_side,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            sum(score) / nullif(count(*), 0) as customer_score,
        from told
        where customer_key is not null
        group by attribute, value_side, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select attribute, count(*) as customers from members group by attribute
)
-- answer
select
    cast(w.attribute as varchar) as attribute,
    w.value_side,
    w.answers,
    cast(w.score_sum as double) / nullif(w.answers, 0) as attribute_score,
    w.attribute_score_variance,
    w.weight / nullif(sum(w.weight) over (partition by w.value_side), 0) as weight_share,
    o.perceived_value,
    o.felt_cost,
    o.perceived_value - o.felt_cost as delivered_value,
    o.delivered_value_variance,
    o.responses,
    coalesce(l.customers, 0) as customers,
from weighed as w
cross join whole as o
left join listed as l on w.attribute = l.attribute
order by w.place
