-- metric: drivers.quadrants
-- grain:  one row per attribute of the set, the most important first
-- needs:  customers, driver_responses, driver_attributes, driver_patterns
-- requires: surveys
-- param:  importance = derived | stated
-- param:  cross = means | middle
-- param:  set as satisfaction.attributes
-- param:  weights as satisfaction.attributes
-- column: attribute  code
-- column: quadrant  text
-- column: attribute_score  score
-- column: importance_share  share
-- column: cross_score  score
-- column: cross_share  share
-- column: responses  count
-- column: customers  count
-- derived: importance_share, cross_share
-- chart:  quadrants attribute attribute_score importance_share quadrant cross_score cross_share
-- n:      first responses
-- source: S-36, M-19
with members as (
    select
        cast(a.attribute as varchar) as attribute,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        max(r.surveyed_on) as last_surveyed_on,
        sum(r.scores[a.place]) / nullif(count(*), 0) as customer_score,
    from driver_responses as r
    cross join driver_attributes as a
    inner join customers as c on r.customer_key = c.customer_key
    group by a.attribute, c.customer_key, c.customer_id, c.customer_name, c.last_order_on
)
-- answer
select attribute, responses, attribute_score, weight_share, customers, scores, pattern_count
from driver_patterns
