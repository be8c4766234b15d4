-- one row per account and supplier, for the last year
select
    'D' || lpad(cast(row_number() over (order by customer_id, supplier) as varchar), 5, '0') as demand_id,
    customer_id,
    segment,
    '2026' as period,
    supplier,
    cast(supplier_units as decimal(18, 3)) as supplier_units,
    is_self,
    is_self_made
from drawn
order by customer_id, supplier
