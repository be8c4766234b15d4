-- One row per amount due. The customer is the one named, else that of the order; credit days run from the invoice,
-- else from the order. What was paid without a word on what was due was due as it was paid.
create table mart.payments as
with keyed as (
    select
        *,
        -- A key of its own, not a condition of the join: the engine would compare every payment with every order.
        case when order_id is not null then hash(order_id) end as named_order_key,
    from source.payments
)
select
    coalesce(k.customer_key, o.customer_key) as customer_key,
    p.payment_id,
    p.due_on,
    p.paid_on,
    coalesce(p.due_on, p.paid_on) as counted_on,
    coalesce(p.amount_due, p.amount_paid) as amount_due,
    p.amount_paid,
    date_diff('day', coalesce(p.invoiced_on, o.order_on), p.due_on) as credit_days,
from keyed as p
left join customer_keys as k on p.customer_id = k.customer_id
left join mart.orders as o on p.named_order_key = o.order_key
order by counted_on;
