-- The people known at customers who had not left by the end of the period.
select customer_key, contact_id, contact_name, contact_title, contact_role
from mart.contacts
where (left_on is null or left_on > $to)
/* of customers */
