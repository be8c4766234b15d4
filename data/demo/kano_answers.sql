-- one row per respondent and feature
select
    'K' || lpad(cast(response_no as varchar), 4, '0') as response_id,
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    surveyed_on,
    feature,
    functional,
    dysfunctional
from drawn
