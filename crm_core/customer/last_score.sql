-- The last overall score up to the as-of day; of several on one day their mean.
select surveyed_on, avg(cast(score as double)) as score
from mart.survey_responses
where customer_key = $customer_key and attribute = 'overall' and surveyed_on <= $as_of
group by surveyed_on
order by surveyed_on desc
limit 1
