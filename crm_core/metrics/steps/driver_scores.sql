-- needs: survey_responses, attribute_answers
-- Scores of the attributes of the set in the responses that also say how satisfied they are as a whole.
select
    a.response_key,
    a.attribute,
    max(a.customer_key) as customer_key,
    max(a.surveyed_on) as surveyed_on,
    max(a.score) as score,
from attribute_answers as a
where a.response_key in (select w.response_key from survey_responses as w where w.attribute = 'overall')
group by a.response_key, a.attribute
