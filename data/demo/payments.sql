-- one row per account and month with sales
select
    'R' || lpad(cast(payment_no as varchar), 6, '0') as payment_id,
    customer_id,
    invoiced_on,
    cast(amount as decimal(18, 4)) as amount_due,
    due_on,
    case when paid_on is not null then cast(amount as decimal(18, 4)) end as amount_paid,
    paid_on
from drawn
