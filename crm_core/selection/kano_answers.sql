-- Answers to both questions about features, given in the period; those without a date belong to every period.
select customer_key, surveyed_on, feature, functional, dysfunctional
from mart.kano_answers
where (surveyed_on is null or surveyed_on between $from and $to)
/* of customers */
