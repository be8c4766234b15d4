-- The people known at the chosen customer who have not left.
select contact_name, contact_title, contact_role
from contacts
order by contact_role is null, contact_role, contact_id
