-- Contacts of the period that name no customer.
select 'anonymous_contact' as reason, count(*) as row_count
from mart.interactions
where started_on between $from and $to and customer_key is null
having count(*) > 0
