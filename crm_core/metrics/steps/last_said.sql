-- What each customer last said overall, up to the end of the chosen days.
-- needs: survey_responses_so_far
select customer_key, score
from (
    select
        customer_key,
        score,
        row_number() over (partition by customer_key order by surveyed_on desc, response_key) as place,
    from survey_responses_so_far
    where attribute = 'overall' and customer_key is not null and score is not null
)
where place = 1
