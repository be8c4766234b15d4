-- needs: survey_responses, attribute_sets
-- Answers about the attributes of one set.
select
    r.response_key, r.customer_key, r.surveyed_on, r.attribute, r.score, r.product_id, r.store_id, r.department, r.channel,
    r.wave,
from survey_responses as r
inner join attribute_sets as s on r.attribute = s.attribute
