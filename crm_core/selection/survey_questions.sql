-- How often each question was answered, whatever the days and filters.
select attribute, count(*) as answers
from mart.survey_responses
group by attribute
