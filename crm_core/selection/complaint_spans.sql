-- When each complaint of a customer began and ended, whenever it came: for answers about customers and their orders.
-- What complaints themselves leave out is named where they are counted.
select
    c.customer_key,
    c.opened_on,
    c.resolved_on,
from mart.cases as c
where c.is_complaint
    and c.customer_key is not null
    and c.opened_on <= $to
/* of customers */
