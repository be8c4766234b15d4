-- one row per cost item, in order of day; no customer = shared, to be allocated
select
    'K' || lpad(cast(cost_no as varchar), 8, '0') as cost_id,
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    incurred_on,
    cost_kind,
    cast(cast(cents as decimal(14, 0)) * 0.01 as decimal(18, 4)) as cost_amount
from costs
