-- one row per wish of a customer
select
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    preference_kind,
    preference,
    is_special_need,
    cast(updated_on as timestamp) as updated_at
from preferences
