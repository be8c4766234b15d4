-- one row per customer, in order of first contact
select
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    name_word || lpad(cast(name_no as varchar), name_digits, '0') as customer_name,
    customer_kind,
    relation_role,
    gender,
    birth_date,
    occupation,
    industry,
    region,
    city,
    source,
    'C' || lpad(cast(referrer_no as varchar), 7, '0') as referrer_id,
    first_contact_on,
    contracted_on,
    member_level,
    temperament,
    lost_on,
    lost_reason
from people
