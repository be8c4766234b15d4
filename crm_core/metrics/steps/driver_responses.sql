-- needs: survey_responses, driver_scores, driver_attributes
-- Every response that says how satisfied it is as a whole and rates every attribute: its scores by the attributes' place,
-- the whole last. Sorted within each response, not before: an ordered aggregate takes three times as long.
select
    r.response_key,
    r.customer_key,
    r.surveyed_on,
    list_append([each.score for each in r.rated], w.whole_score) as scores,
from (
    select
        s.response_key,
        max(s.customer_key) as customer_key,
        max(s.surveyed_on) as surveyed_on,
        list_sort(list({'place': a.place, 'score': cast(s.score as double)})) as rated,
    from driver_scores as s
    inner join driver_attributes as a on s.attribute = a.attribute
    group by s.response_key
    having count(*) = max(a.attribute_count)
) as r
inner join (
    select response_key, cast(max(score) as double) as whole_score
    from survey_responses
    where attribute = 'overall'
    group by response_key
) as w on r.response_key = w.response_key
