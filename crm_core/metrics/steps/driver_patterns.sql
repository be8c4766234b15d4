-- needs: customers, driver_responses, driver_attributes, attribute_weights
-- What importance is computed from: a row per attribute, then a row per pattern of answers (scores in the order of the
-- attributes' names, the whole last) with how many responses gave it.
with patterns as (
    select scores, count(*) as pattern_count from driver_responses group by scores
),
listed as (
    select count(distinct c.customer_key) as customers
    from driver_responses as r
    inner join customers as c on r.customer_key = c.customer_key
)
select
    cast(a.attribute as varchar) as attribute,
    cast(sum(p.pattern_count) as bigint) as responses,
    cast(sum(cast(p.scores[a.place] as decimal(9, 4)) * p.pattern_count) as double) / nullif(sum(p.pattern_count), 0)
        as attribute_score,
    max(w.weight_share) as weight_share,
    max(l.customers) as customers,
    cast(null as double[]) as scores,
    cast(null as bigint) as pattern_count,
from driver_attributes as a
cross join patterns as p
cross join listed as l
left join attribute_weights as w on a.attribute = w.attribute
group by a.attribute
union all
select null, null, null, null, null, scores, pattern_count
from patterns
