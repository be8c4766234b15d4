-- Complaints of the period, by the day on which they came.
select c.*
from mart.cases as c
where c.is_complaint
    and c.opened_on between $from and $to
/* of customers */
