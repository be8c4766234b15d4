-- metric: drivers.importance
-- grain:  one row per attribute of the set, the most important first
-- needs:  customers, driver_responses, driver_attributes, driver_patterns
-- requires: surveys
-- param:  set as satisfaction.attributes
-- param:  weights as satisfaction.attributes
-- column: attribute  code
-- column: explained  share
-- column: importance_share  share
-- column: importance_rank  count
-- column: johnson  share
-- column: weight_share  share
-- column: r_squared  share
-- column: responses  count
-- column: customers  count
-- range:  explained
-- range:  r_squared
-- derived: importance_share, johnson, weight_share
-- chart:  bars attribute explained importance_rank weight_share
-- n:      first responses
-- source: M-19, S-36
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
