-- Answers of surveys given in the period.
select r.*
from mart.survey_responses as r
where r.surveyed_on between $from and $to
/* of customers */
