-- metric: satisfaction.kpis
-- grain:  one row
-- needs:  customers, survey_responses, attribute_answers, attribute_weights, asked_by_name
-- requires: surveys
-- param:  set as satisfaction.attributes
-- param:  weights as satisfaction.attributes
-- column: responses  count
-- column: respondents  count
-- column: anonymous_responses  count
-- column: overall_answers  count
-- column: overall_score  score
-- column: satisfied  count
-- column: csat_share  share
-- column: top_boxes  count
-- column: top_box_share  share
-- column: dissatisfied_customers  count
-- column: attribute_responses  count
-- column: simple_score  score
-- column: weighted_score  score
-- column: acsi_index  score
-- column: effort_answers  count
-- column: effort_score  score
-- column: recommend_answers  count
-- column: promoters  count
-- column: detractors  count
-- column: nps  score
-- column: nps_error  score
-- mean:   overall_score of overall_answers
-- rate:   csat_share = satisfied / overall_answers
-- rate:   top_box_share = top_boxes / overall_answers
-- mean:   simple_score of attribute_responses
-- mean:   weighted_score of attribute_responses
-- mean:   acsi_index of attribute_responses
-- mean:   effort_score of effort_answers
-- mean:   nps of recommend_answers
-- part:   is_dissatisfied, is_top_box, is_promoter, is_detractor
-- less:   dissatisfied_customers, detractors
-- n:      responses
-- source: M-19, M-20, M-65, S-36, S-37
with asked as (
    select
        customer_key,
        max(surveyed_on) as last_surveyed_on,
        count(distinct response_key) as response_count,
        count(case when attribute = 'overall' and score <= 2 then 1 end) > 0 as is_dissatisfied,
        count(case when attribute = 'overall' and score >= 5 then 1 end) > 0 as is_top_box,
        count(case when attribute = 'recommend' and score >= 9 then 1 end) > 0 as is_promoter,
        count(case when attribute = 'recommend' and score <= 6 then 1 end) > 0 as is_detractor,
    from survey_responses
    where customer_key is not null
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        a.last_surveyed_on,
        a.response_count,
        a.is_dissatisfied,
        a.is_top_box,
        a.is_promoter,
        a.is_detractor,
    from asked as a
    inner join customers as c on a.customer_key = c.customer_key
),
counted as (
    select
        count(distinct response_key) as responses,
        count(distinct customer_key) as respondents,
        count(distinct case when customer_key is null then response_key end) as anonymous_responses,
        count(case when attribute = 'overall' then 1 end) as overall_answers,
        sum(case when attribute = 'overall' then score end) as overall_sum,
        var_samp(case when attribute = 'overall' then cast(score as double) end) as overall_variance,
        count(case when attribute = 'overall' and score >= 4 then 1 end) as satisfied,
        count(case when attribute = 'overall' and score >= 5 then 1 end) as top_boxes,
        count(case when attribute = 'effort' then 1 end) as effort_answers,
        sum(case when attribute = 'effort' then score end) as effort_sum,
        var_samp(case when attribute = 'effort' then cast(score as double) end) as effort_variance,
        count(case when attribute = 'recommend' then 1 end) as recommend_answers,
        count(case when attribute = 'recommend' and score >= 9 then 1 end) as promoters,
        count(case when attribute = 'recommend' and score <= 6 then 1 end) as detractors,
    from survey_responses
),
rated as (
    select
        attribute,
        count(score) as answers,
        cast(sum(score) as double) / nullif(count(score), 0) as attribute_score,
    from attribute_answers
    group by attribute
),
shared as (
    -- An attribute without a weight takes no part in the weighted score; the others' weights add up to 1 without it.
    select r.*, 1.0 / nullif(count(*) over (partition by true), 0) as simple_share, w.weight_share,
    from rated as r
    inner join attribute_weights as w on r.attribute = w.attribute
),
apart as (
    -- How far each response moves the two scores. Where every response answers all, this is its own score minus the mean.
    select
        a.response_key,
        sum(s.simple_share * (a.score - s.attribute_score) / nullif(s.answers, 0)) as simple_part,
        sum(s.weight_share * (a.score - s.attribute_score) / nullif(s.answers, 0)) as weighted_part,
    from attribute_answers as a
    inner join shared as s on a.attribute = s.attribute
    group by a.response_key
),
spread as (
    select
        count(*) as attribute_responses,
        sum(simple_part * simple_part) * count(*) * count(*) / nullif(count(*) - 1, 0) as simple_score_variance,
        sum(weighted_part * weighted_part) * count(*) * count(*) / nullif(count(*) - 1, 0) as weighted_score_variance,
    from apart
),
scored as (
    -- In decimals: doubles would end in other digits each time that the engine's threads add in another order.
    select
        cast(sum(cast(simple_share * attribute_score as decimal(38, 15))) as double) as simple_score,
        cast(sum(cast(weight_share * attribute_score as decimal(38, 15))) as double) as weighted_score,
    from shared
),
shares as (
    select
        cast(promoters as double) / nullif(recommend_answers, 0) as promoter_share,
        cast(detractors as double) / nullif(recommend_answers, 0) as detractor_share,
    from counted
),
netted as (
    select
        100 * (promoter_share - detractor_share) as nps,
        -- Of the answers themselves, each worth 100, 0 or -100.
        10000 * (
            promoter_share + detractor_share - (promoter_share - detractor_share) * (promoter_share - detractor_share)
        ) as nps_variance,
    from shares
)
-- answer
select
    c.responses,
    c.respondents,
    c.anonymous_responses,
    c.overall_answers,
    cast(c.overall_sum as double) / nullif(c.overall_answers, 0) as overall_score,
    c.overall_variance as overall_score_variance,
    c.satisfied,
    cast(c.satisfied as double) / nullif(c.overall_answers, 0) as csat_share,
    c.top_boxes,
    cast(c.top_boxes as double) / nullif(c.overall_answers, 0) as top_box_share,
    case when k.is_asked then (select count(*) from members where is_dissatisfied) end as dissatisfied_customers,
    d.attribute_responses,
    s.simple_score,
    d.simple_score_variance,
    s.weighted_score,
    d.weighted_score_variance,
    -- From 1 … 5 to 0 … 100; a scale carried over to 1 … 5 in a straight line gives the same index as on its own.
    25 * (s.weighted_score - 1) as acsi_index,
    625 * d.weighted_score_variance as acsi_index_variance,
    c.effort_answers,
    cast(c.effort_sum as double) / nullif(c.effort_answers, 0) as effort_score,
    c.effort_variance as effort_score_variance,
    c.recommend_answers,
    c.promoters,
    c.detractors,
    n.nps,
    n.nps_variance,
    sqrt(n.nps_variance / nullif(c.recommend_answers, 0)) as nps_error,
from counted as c
cross join asked_by_name as k
cross join scored as s
cross join spread as d
cross join netted as n
