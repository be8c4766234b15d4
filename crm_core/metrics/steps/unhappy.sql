-- Every customer who gave an overall one or two in the days, or complained in them.
-- needs: survey_responses, complaints
select
    customer_key,
    bool_or(is_dissatisfied) as is_dissatisfied,
    bool_or(not is_dissatisfied) as is_complaining,
from (
    select customer_key, true as is_dissatisfied
    from survey_responses
    where attribute = 'overall' and score <= 2 and customer_key is not null
    union all
    select customer_key, false as is_dissatisfied
    from complaints
    where customer_key is not null
)
group by customer_key
