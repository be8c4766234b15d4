-- one row per contact person; the names are made of a word and a number
select
    'L' || lpad(cast(contact_no as varchar), 5, '0') as contact_id,
    customer_id,
    word || lpad(cast(contact_no as varchar), 4, '0') as contact_name,
    title as contact_title,
    role as contact_role
from drawn
