-- Customers known by the end of the period.
select c.*
from mart.customers as c
where (c.first_seen_on is null or c.first_seen_on <= $to)
/* customer filters */
/* bought in the filtered lines */
