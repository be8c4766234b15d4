-- Orders of the period whose file says when they were shipped, delivered or taken back.
select r.*
from mart.order_promises as r
where r.order_on between $from and $to
/* of customers */
