-- The customer of a key.
select c.*
from mart.customers as c
where c.customer_key = $customer_key
