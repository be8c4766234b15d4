-- needs: survey_responses
-- Answers about single attributes: what stands for the whole (satisfaction overall, recommending, buying again,
-- loyalty) is no attribute of what was bought.
select response_key, customer_key, surveyed_on, attribute, score, product_id, store_id, department, channel, wave
from survey_responses
where attribute not in (
    'overall', 'recommend', 'effort', 'repurchase_intention',
    'loyalty_emotional', 'loyalty_behavioural', 'loyalty_cognitive'
)
