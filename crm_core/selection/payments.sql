-- What fell due in the period; what was paid after the as-of day was open on it.
select
    customer_key,
    payment_id,
    due_on,
    case when paid_on <= $as_of then paid_on end as paid_on,
    amount_due,
    credit_days,
from mart.payments
where counted_on between $from and $to
/* of customers */
