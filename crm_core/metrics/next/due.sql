-- metric: next.due
-- grain:  one row per state of the wait for a customer's next purchase, soonest first, also for one that nobody is in
-- needs:  customers, purchase_waits
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  quantiles = 0.25, 0.5, 0.75, 0.9
-- column: due_state  code
-- column: customers  count
-- column: usual_amount  money
-- column: fortnight_rate  share
-- column: expected_revenue  money
-- column: waited_then  count
-- column: bought_then  count
-- rate:   fortnight_rate = bought_then / waited_then
-- part:   due_state
-- chart:  bars due_state expected_revenue customers
-- n:      customers
-- source: S-45, S-10, M-77, F-16
with placed as (
    select
        *,
        case
            when seen_on < early_on then 'not_yet'
            when seen_on < late_on then 'due'
            when seen_on < gone_on then 'overdue'
            else 'given_up'
        end as due_state,
    from purchase_waits
    where days_ago in (0, 14)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        p.due_state,
        p.number as purchase_days,
        p.order_on as last_order_on,
        p.early_on,
        p.due_on,
        p.late_on,
        p.usual_days,
        cast(p.usual_amount as decimal(18, 4)) as usual_amount,
    from placed as p
    inner join customers as c on p.customer_key = c.customer_key
    where p.days_ago = 0
),
summed as (
    select
        due_state,
        count(case when days_ago = 0 then 1 end) as customers,
        cast(coalesce(sum(case when days_ago = 0 then cast(usual_amount as decimal(18, 4)) end), 0) as decimal(18, 4))
            as usual_amount,
        count(case when days_ago = 14 then 1 end) as waited_then,
        count(case when days_ago = 14 and next_on is not null then 1 end) as bought_then,
    from placed
    group by due_state
),
states as (
    select *
    from (values (1, 'not_yet'), (2, 'due'), (3, 'overdue'), (4, 'given_up')) as t (state_order, due_state)
)
-- answer
select
    t.due_state,
    coalesce(s.customers, 0) as customers,
    coalesce(s.usual_amount, 0) as usual_amount,
    cast(s.bought_then as double) / nullif(s.waited_then, 0) as fortnight_rate,
    -- Nobody brings nothing; what somebody brings is unknown where nobody was in this state a fortnight ago, or where of
    -- fewer than thirty (SMALL_SAMPLE) none bought: that is no certainty of nothing.
    cast(
        case
            when coalesce(s.customers, 0) = 0 then 0
            when s.bought_then > 0 or s.waited_then >= 30
                then cast(s.usual_amount as double) * s.bought_then / nullif(s.waited_then, 0)
        end as decimal(18, 4)
    ) as expected_revenue,
    coalesce(s.waited_then, 0) as waited_then,
    coalesce(s.bought_then, 0) as bought_then,
from states as t
left join summed as s on t.due_state = s.due_state
order by t.state_order
