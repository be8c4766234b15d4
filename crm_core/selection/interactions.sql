-- Contacts of the period.
select r.*
from mart.interactions as r
where r.started_on between $from and $to
/* of customers */
