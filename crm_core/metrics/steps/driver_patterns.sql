-- needs: customers, driver_answers, attribute_weights
-- What importance is computed from: a row per attribute, then a row per pattern of answers (scores in the order of the
-- attributes' names, the whole last) with how many responses gave it.
select
    d.attribute,
    count(*) as responses,
    cast(sum(d.score) as double) / nullif(count(*), 0) as attribute_score,
    max(w.weight_share) as weight_share,
    count(distinct c.customer_key) as customers,
    cast(null as double[]) as scores,
    cast(null as bigint) as pattern_count,
from driver_answers as d
left join customers as c on d.customer_key = c.customer_key
left join attribute_weights as w on d.attribute = w.attribute
group by d.attribute
union all
select null, null, null, null, null, scores, count(*)
from (
    select list_append(list(cast(score as double) order by attribute), cast(max(whole_score) as double)) as scores
    from driver_answers
    group by response_key
) as answered
group by scores
