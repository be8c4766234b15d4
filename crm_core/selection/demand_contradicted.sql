-- Stated totals of what an account needs that are below the sum of its suppliers: the sum counts.
select 'suppliers_above_total' as reason, count(*) as row_count
from (
    select distinct customer_key, segment, period
    from mart.account_demand
    where is_total_contradicted and (period_on is null or period_on <= $to)
)
having count(*) > 0
