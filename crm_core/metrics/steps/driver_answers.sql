-- needs: survey_responses, attribute_answers
-- Answers of the responses that say how satisfied they are as a whole and answer every attribute of the set; an attribute
-- that was asked less than half as often as the one most asked is left aside.
with together as (
    select a.response_key, a.customer_key, a.surveyed_on, a.attribute, max(a.score) as score, max(w.score) as whole_score
    from attribute_answers as a
    inner join survey_responses as w on a.response_key = w.response_key
    where w.attribute = 'overall'
    group by a.response_key, a.customer_key, a.surveyed_on, a.attribute
),
asked as (
    select attribute, count(*) over (partition by true) as attribute_count
    from (select attribute, count(*) as answers, max(count(*)) over (partition by true) as most from together group by attribute) as counted
    where 2 * answers >= most
)
select t.response_key, t.customer_key, t.surveyed_on, t.attribute, t.score, t.whole_score
from (
    select t.*, a.attribute_count, count(*) over (partition by t.response_key) as answered_count
    from together as t
    inner join asked as a on t.attribute = a.attribute
) as t
where t.answered_count = t.attribute_count
