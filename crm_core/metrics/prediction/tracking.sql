-- metric: prediction.tracking
-- grain:  one row per week, counted back from the last chosen day, from the first purchase on
-- needs:  customers, buying, orders_so_far, calendar_so_far
-- requires: orders
-- requires: customer_id
-- param:  model = mbg_nbd | bg_nbd | pareto_nbd
-- param:  holdout = 26 | 13 | 39 | 52
-- shared: model, holdout
-- column: week_on  date
-- column: is_held_out  boolean
-- column: actual_orders  count
-- column: expected_orders  number
-- column: customers  count
-- chart:  tested week_on actual_orders expected_orders
-- n:      first customers
-- source: S-54, M-24, F-27
with members as (
    -- Whom the model knows: those who had bought before the split.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        b.last_order_on,
        b.repeat_days + 1 as purchase_days,
        b.end_day + 7 * cast($holdout as integer) as age_days,
    from buying as b
    inner join customers as c on b.customer_key = c.customer_key
),
again as (
    -- Purchase days after the first, by how many days before the last chosen day.
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
weeks as (
    select
        day as week_on,
        date_diff('day', day, $to) as days_ago,
    from calendar_so_far
    where date_diff('day', day, $to) % 7 = 0
        and date_diff('day', day, $to) < (select max(age_days) from begun)
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
        sum(b.customers) as customers,
        sum(b.customers * p.purchases) as orders,
    from weeks as w
    inner join begun as b on b.age_days > w.days_ago
    left join $buying_course as p on p.age_days = b.age_days - w.days_ago
    group by w.days_ago
)
-- answer
select
    w.week_on,
    w.days_ago < 7 * cast($holdout as integer) as is_held_out,
    coalesce(a.orders, 0) as actual_orders,
    e.orders as expected_orders,
    e.customers,
from weeks as w
inner join expected as e on w.days_ago = e.days_ago
left join actual as a on w.days_ago = a.days_ago
order by w.week_on
