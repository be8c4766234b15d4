-- Responses of the period that name no customer.
select 'anonymous_response' as reason, count(distinct response_key) as row_count
from mart.survey_responses
where surveyed_on between $from and $to and customer_key is null
having count(*) > 0
