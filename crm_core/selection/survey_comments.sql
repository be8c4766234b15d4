-- Comments of the period, a row per topic.
select r.*
from mart.survey_comments as r
where r.surveyed_on between $from and $to
/* of customers */
