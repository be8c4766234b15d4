-- Every order line of the period, whether it counts or not.
select t.*
from mart.transactions as t
where t.order_on between $from and $to
/* line filters */
/* of customers */
