-- metric: profile.weekday_hour
-- grain:  one row per weekday and hour from the first to the last hour in use; orders without a time of day are one hour
-- needs:  customers, orders, calendar
-- requires: orders
-- requires: times
-- requires: one_currency
-- column: weekday  code
-- column: order_hour  code
-- column: orders  count
-- column: order_share  share
-- column: revenue  money
-- column: customers  count
-- whole:  order_share
-- chart:  matrix weekday order_hour orders
-- n:      orders
-- source: S-08, S-45, M-81, F-04
with timed as (
    select
        o.customer_key,
        1 + date_diff('day', d.week_on, o.order_on) as day_of_week,
        o.order_hour,
        count(*) as order_count,
        sum(o.amount) as revenue,
    from orders as o
    inner join calendar as d on o.order_on = d.day
    where o.is_sale
    group by 1, 2, 3
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        cast(t.day_of_week as varchar) as weekday,
        cast(t.order_hour as varchar) as order_hour,
        t.order_count,
        cast(t.revenue as decimal(18, 4)) as revenue,
        c.last_order_on,
    from timed as t
    inner join customers as c on t.customer_key = c.customer_key
),
summed as (
    select
        day_of_week,
        order_hour,
        sum(order_count) as orders,
        sum(revenue) as revenue,
        count(customer_key) as customers,
    from timed
    group by day_of_week, order_hour
),
hours as (
    select * from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17),
            (18), (19), (20), (21), (22), (23), (null)
    ) as t (order_hour)
),
weekdays as (
    select * from (values (1), (2), (3), (4), (5), (6), (7)) as t (day_of_week)
),
used as (
    select
        min(order_hour) as first_hour,
        max(order_hour) as last_hour,
        count(*) > count(order_hour) as has_unknown,
    from summed
)
-- answer
select
    cast(w.day_of_week as varchar) as weekday,
    cast(h.order_hour as varchar) as order_hour,
    cast(coalesce(s.orders, 0) as bigint) as orders,
    cast(coalesce(s.orders, 0) as double) / nullif(cast(sum(s.orders) over (partition by true) as double), 0) as order_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    case when (select count(*) from customers) > 0 then coalesce(s.customers, 0) end as customers,
from hours as h
cross join weekdays as w
inner join used as u on h.order_hour between u.first_hour and u.last_hour or (h.order_hour is null and u.has_unknown)
left join summed as s on h.order_hour is not distinct from s.order_hour and w.day_of_week = s.day_of_week
order by h.order_hour desc nulls first, w.day_of_week
