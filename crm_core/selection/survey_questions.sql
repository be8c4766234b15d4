-- How often each question was answered, whatever the days and filters.
select attribute, answers
from mart.survey_questions
