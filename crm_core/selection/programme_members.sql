-- Members of programmes who had joined by the end of the days, as it was known then.
select
    programme,
    customer_key,
    enrolled_on,
    case when left_on <= least($to, $as_of) then left_on end as left_on,
from mart.programme_members
where enrolled_on <= least($to, $as_of)
/* of customers */
