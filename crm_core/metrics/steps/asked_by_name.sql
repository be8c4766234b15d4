-- needs: survey_responses
-- Whether any score on satisfaction as a whole names its customer: without one nobody is known to be dissatisfied, nor
-- not to be.
select count(customer_key) > 0 as is_asked
from survey_responses
where attribute = 'overall'
