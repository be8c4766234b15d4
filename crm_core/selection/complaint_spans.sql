-- When each complaint of a customer began and ended, whenever it came: for answers about customers and their orders.
-- Of one that ended nobody knows when, no day counts as spoilt: it ends as it begins. What nobody knows the end of is no span.
-- What complaints themselves leave out is named where they are counted.
select
    c.customer_key,
    c.opened_on,
    case when c.ending = 'undated' then c.opened_on else c.resolved_on end as resolved_on,
from mart.cases as c
where c.is_complaint
    and c.customer_key is not null
    and c.opened_on <= $to
    and c.ending <> 'untold'
/* of customers */
