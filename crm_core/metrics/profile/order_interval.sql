-- metric: profile.order_interval
-- grain:  one row per band of days between two orders of one customer, also for a band with none
-- needs:  customers, orders
-- requires: orders
-- requires: customer_id
-- column: interval_band  code
-- column: intervals  count
-- column: interval_share  share
-- column: customers  count
-- chart:  bars interval_band intervals interval_share
-- n:      intervals
-- source: S-08, S-45, M-81, F-04
with sales as (
    -- Orders of one day need no order among themselves: the days between stay the same.
    select
        customer_key,
        order_on,
        row_number() over (partition by customer_key order by order_on) as place,
        lag(order_on) over (partition by customer_key order by order_on) as before_on,
    from orders
    where is_sale and customer_key is not null
),
bands as (
    select *
    from (
        values
            (1, 'same_day', 0, 0), (2, 'd1_7', 1, 7), (3, 'd8_14', 8, 14), (4, 'd15_30', 15, 30),
            (5, 'd31_60', 31, 60), (6, 'd61_90', 61, 90), (7, 'd91_180', 91, 180), (8, 'd181_365', 181, 365),
            (9, 'over_365', 366, 1000000)
    ) as t (band_order, interval_band, shortest, longest)
),
counted as (
    select
        b.band_order,
        b.interval_band,
        g.customer_key,
        sum(g.interval_count) as interval_count,
    from (
        select customer_key, date_diff('day', before_on, order_on) as days, count(*) as interval_count
        from sales
        where place > 1
        group by 1, 2
    ) as g
    inner join bands as b on g.days between b.shortest and b.longest
    group by b.band_order, b.interval_band, g.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        n.interval_band,
        n.interval_count,
        c.last_order_on,
    from counted as n
    inner join customers as c on n.customer_key = c.customer_key
),
summed as (
    select interval_band, sum(interval_count) as intervals, count(*) as customers
    from counted
    group by interval_band
)
-- answer
select
    b.interval_band,
    cast(coalesce(s.intervals, 0) as bigint) as intervals,
    cast(coalesce(s.intervals, 0) as double) / nullif(cast(sum(s.intervals) over () as double), 0) as interval_share,
    coalesce(s.customers, 0) as customers,
from bands as b
left join summed as s on b.interval_band = s.interval_band
order by b.band_order
