-- one row per member of a programme
select
    programme,
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    enrolled_on,
    left_on
from drawn
