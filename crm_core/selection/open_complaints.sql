-- Complaints that are not resolved at the end of the days, whenever they came.
select c.*
from mart.cases as c
where c.is_complaint
    and c.opened_on <= $to
    and (c.ending = 'open' or c.resolved_on > least($to, $as_of))
/* of customers */
