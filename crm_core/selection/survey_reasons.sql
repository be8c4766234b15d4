-- Reasons given in the period.
select r.*
from mart.survey_reasons as r
where r.surveyed_on between $from and $to
/* of customers */
