-- Items of audits made in the period.
select r.*
from mart.service_audits as r
where r.audited_on between $from and $to
/* of customers */
