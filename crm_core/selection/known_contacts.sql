-- The people ever known at customers, and when they left.
select customer_key, contact_role, left_on
from mart.contacts
where customer_key is not null
/* of customers */
