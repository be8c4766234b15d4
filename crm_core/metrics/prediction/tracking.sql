-- metric: prediction.tracking
-- grain:  one row per week, counted back from the last chosen day and named by its last day, from the first purchase on
-- forecast: past and coming weeks of the model
-- record: of days that are over
-- needs:  customers, buying, orders_so_far, calendar_so_far
-- requires: orders
-- requires: customer_id
-- param:  model of prediction.kpis
-- param:  holdout of prediction.backtest
-- column: week_end_on  date
-- column: is_held_out  boolean
-- column: customers  count
-- column: actual_orders  count
-- column: expected_orders  number
-- chart:  tested week_end_on actual_orders expected_orders is_held_out
-- n:      customers
-- source: S-54, M-24, F-27
with weeks as (
    select
        day as week_end_on,
        date_diff('day', day, $to) as days_ago,
    from calendar_so_far
    where date_diff('day', day, $to) % 7 = 0
),
known as (
    -- Whom the model knows: those who had bought before the split. age_days: from the first purchase to the last day.
    select
        *,
        end_day + 7 * cast($holdout as integer) as age_days,
    from buying
),
members as (
    -- Every customer in the week of its first purchase.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        k.last_order_on,
        k.repeat_days + 1 as purchase_days,
        k.age_days,
        w.week_end_on,
        w.days_ago < 7 * cast($holdout as integer) as is_held_out,
    from known as k
    inner join customers as c on k.customer_key = c.customer_key
    inner join weeks as w on k.age_days - k.age_days % 7 = w.days_ago
),
again as (
    select
        days_ago,
        count(*) as orders,
    from (
        select distinct
            m.customer_key,
            date_diff('day', o.order_on, $to) as days_ago,
        from orders_so_far as o
        inner join members as m on o.customer_key = m.customer_key
        where o.is_sale and date_diff('day', o.order_on, $to) < m.age_days
    )
    group by days_ago
),
begun as (
    select
        age_days,
        count(*) as customers,
    from members
    group by age_days
),
actual as (
    select
        w.days_ago,
        sum(a.orders) as orders,
    from weeks as w
    inner join again as a on a.days_ago >= w.days_ago
    group by w.days_ago
),
expected as (
    select
        w.days_ago,
        sum(b.customers * p.purchases) as orders,
    from weeks as w
    inner join begun as b on b.age_days > w.days_ago
    inner join $buying_course as p on p.age_days = b.age_days - w.days_ago
    group by w.days_ago
),
entered as (
    select
        week_end_on,
        count(*) as customers,
    from members
    group by week_end_on
)
-- answer
select
    w.week_end_on,
    w.days_ago < 7 * cast($holdout as integer) as is_held_out,
    coalesce(n.customers, 0) as customers,
    coalesce(a.orders, 0) as actual_orders,
    case when $model_state = 'fits' then coalesce(e.orders, 0) end as expected_orders,
from weeks as w
left join entered as n on w.week_end_on = n.week_end_on
left join actual as a on w.days_ago = a.days_ago
left join expected as e on w.days_ago = e.days_ago
where w.days_ago <= (select max(age_days) from begun)
order by w.week_end_on
