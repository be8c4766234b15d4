-- metric: satisfaction.attributes
-- grain:  one row per attribute asked about, the best first
-- needs:  customers, attribute_answers, attribute_weights
-- requires: surveys
-- param:  set = most | offer | rater | values | hearts | shop | own
-- param:  weights = weights
-- column: attribute  code
-- column: answers  count
-- column: attribute_score  score
-- column: score_rank  count
-- column: weight_share  share
-- column: gap_contribution  score
-- column: gap_rank  count
-- column: top_boxes  count
-- column: top_box_share  share
-- column: customers  count
-- mean:   attribute_score of answers
-- rate:   top_box_share = top_boxes / answers
-- derived: weight_share
-- chart:  bars attribute attribute_score gap_contribution
-- n:      answers
-- source: M-17, M-64, M-19, S-36
with members as (
    select
        a.attribute,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        a.last_surveyed_on,
        a.customer_score,
    from (
        select
            attribute,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from attribute_answers
        group by attribute, customer_key
    ) as a
    inner join customers as c on a.customer_key = c.customer_key
),
rated as (
    select
        attribute,
        count(score) as answers,
        cast(sum(score) as double) / nullif(count(score), 0) as attribute_score,
        var_samp(cast(score as double)) as attribute_score_variance,
        count(case when score >= 5 then 1 end) as top_boxes,
    from attribute_answers
    group by attribute
),
listed as (
    select attribute, count(*) as customers from members group by attribute
),
weighted as (
    select
        r.*,
        w.weight_share,
        w.weight_share * (5 - r.attribute_score) as gap_contribution,
        coalesce(l.customers, 0) as customers,
    from rated as r
    inner join attribute_weights as w on r.attribute = w.attribute
    left join listed as l on r.attribute = l.attribute
)
-- answer
select
    cast(attribute as varchar) as attribute,
    answers,
    attribute_score,
    attribute_score_variance,
    rank() over (order by attribute_score desc) as score_rank,
    weight_share,
    gap_contribution,
    case
        when gap_contribution is not null then rank() over (order by gap_contribution desc nulls last)
    end as gap_rank,
    top_boxes,
    cast(top_boxes as double) / nullif(answers, 0) as top_box_share,
    customers,
from weighted
order by attribute_score desc, attribute
