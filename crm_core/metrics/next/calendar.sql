-- metric: next.calendar
-- grain:  one row per week of the eight weeks to come, also for one in which nobody falls due
-- forecast: the weeks to come
-- needs:  customers, purchase_waits
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  quantiles of next.due
-- column: week_on  date
-- column: customers  count
-- column: usual_amount  money
-- column: came_rate  share
-- column: expected_revenue  money
-- column: due_then  count
-- column: came_then  count
-- rate:   came_rate = came_then / due_then
-- chart:  bars week_on expected_revenue customers
-- n:      customers
-- source: S-45, M-77, F-16
with weeks as (
    select
        week_number,
        least($to, $as_of) + 1 + 7 * (week_number - 1) as week_on,
    from (values (1), (2), (3), (4), (5), (6), (7), (8)) as t (week_number)
),
waits as (
    -- Today (0) and eight weeks ago (56): who fell due in which of the weeks that followed.
    select
        *,
        floor((date_diff('day', seen_on, due_on) + 6) / nullif(7, 0)) as week_number,
    from purchase_waits
    where days_ago in (0, 56) and due_on between seen_on + 1 and seen_on + 56
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        k.week_on,
        w.number as purchase_days,
        w.order_on as last_order_on,
        w.early_on,
        w.due_on,
        w.late_on,
        w.usual_days,
        cast(w.usual_amount as decimal(18, 4)) as usual_amount,
    from waits as w
    inner join weeks as k on w.week_number = k.week_number
    inner join customers as c on w.customer_key = c.customer_key
    where w.days_ago = 0
),
summed as (
    select
        week_number,
        count(case when days_ago = 0 then 1 end) as customers,
        cast(coalesce(sum(case when days_ago = 0 then cast(usual_amount as decimal(18, 4)) end), 0) as decimal(18, 4))
            as usual_amount,
        count(case when days_ago = 56 then 1 end) as due_then,
        count(case when days_ago = 56 and next_on is not null then 1 end) as came_then,
    from waits
    group by week_number
)
-- answer
select
    k.week_on,
    coalesce(s.customers, 0) as customers,
    coalesce(s.usual_amount, 0) as usual_amount,
    cast(s.came_then as double) / nullif(s.due_then, 0) as came_rate,
    -- Nobody brings nothing; what somebody brings is unknown where nobody fell due in this week of that time, or where
    -- of fewer than thirty (SMALL_SAMPLE) none came: that is no certainty of nothing.
    cast(
        case
            when coalesce(s.customers, 0) = 0 then 0
            when s.came_then > 0 or s.due_then >= 30
                then cast(s.usual_amount as double) * s.came_then / nullif(s.due_then, 0)
        end as decimal(18, 4)
    ) as expected_revenue,
    coalesce(s.due_then, 0) as due_then,
    coalesce(s.came_then, 0) as came_then,
from weeks as k
left join summed as s on k.week_number = s.week_number
order by k.week_on
