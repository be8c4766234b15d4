-- metric: accounts.payments
-- grain:  one row per state of an amount due, from paid in time to overdue; due today and without a day only where there is any
-- needs:  customers, payments
-- requires: payments
-- requires: one_currency
-- column: payment_state  code
-- column: payments  count
-- column: amount_due  money
-- column: amount_share  share
-- column: customers  count
-- whole:  amount_share
-- chart:  bars payment_state amount_due amount_share
-- n:      payments
-- source: M-04, S-15, F-06
with states as (
    select *
    from (
        values
            (1, 'in_time'), (2, 'late_30'), (3, 'late_90'), (4, 'late_more'), (5, 'not_due'), (6, 'overdue'),
            (7, 'no_due_day')
    ) as t (state_order, payment_state)
),
judged as (
    select
        customer_key,
        amount_due,
        date_diff('day', due_on, coalesce(paid_on, $as_of)) as late_days,
        case
            when due_on is null then 'no_due_day'
            when paid_on is null and due_on < $as_of then 'overdue'
            when paid_on is null then 'not_due'
            when paid_on <= due_on then 'in_time'
            when date_diff('day', due_on, paid_on) <= 30 then 'late_30'
            when date_diff('day', due_on, paid_on) <= 90 then 'late_90'
            else 'late_more'
        end as payment_state,
    from payments
),
members as (
    select
        j.payment_state,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        count(*) as payment_count,
        cast(sum(j.amount_due) as decimal(18, 4)) as amount_due,
        greatest(max(j.late_days), 0) as late_days,
    from judged as j
    inner join customers as c on j.customer_key = c.customer_key
    group by j.payment_state, c.customer_key, c.customer_id, c.customer_name
),
summed as (
    select
        payment_state,
        count(*) as payments,
        sum(amount_due) as amount_due,
        count(distinct customer_key) as customers,
    from judged
    group by payment_state
)
-- answer
select
    t.payment_state,
    coalesce(s.payments, 0) as payments,
    cast(coalesce(s.amount_due, 0) as decimal(18, 4)) as amount_due,
    cast(coalesce(s.amount_due, 0) as double) / nullif(sum(s.amount_due) over (partition by true), 0) as amount_share,
    coalesce(s.customers, 0) as customers,
from states as t
left join summed as s on t.payment_state = s.payment_state
where t.payment_state not in ('not_due', 'no_due_day') or s.payments > 0
order by t.state_order
