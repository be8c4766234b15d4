-- one row per account and criterion
select
    'B' || lpad(cast(row_number() over (order by customer_id, criterion) as varchar), 5, '0') as criterion_id,
    customer_id,
    criterion,
    cast(weight as decimal(18, 6)) as weight
from drawn
order by customer_id, criterion
