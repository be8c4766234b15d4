-- metric: profile.order_interval
-- grain:  one row per band of days between two orders of one customer, also for a band with none
-- needs:  customers, orders
-- requires: orders
-- requires: customer_id
-- column: interval_band  code
-- column: intervals  count
-- column: interval_share  share
-- column: customers  count
-- whole:  interval_share
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
            (1, 'same_day'), (2, 'd1_7'), (3, 'd8_14'), (4, 'd15_30'), (5, 'd31_60'), (6, 'd61_90'), (7, 'd91_180'),
            (8, 'd181_365'), (9, 'over_365')
    ) as t (band_order, interval_band)
),
counted as (
    select
        customer_key,
        case
            when days <= 0 then 1
            when days <= 7 then 2
            when days <= 14 then 3
            when days <= 30 then 4
            when days <= 60 then 5
            when days <= 90 then 6
            when days <= 180 then 7
            when days <= 365 then 8
            else 9
        end as band_order,
        count(*) as interval_count,
    from (select customer_key, date_diff('day', before_on, order_on) as days from sales where place > 1)
    group by 1, 2
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        b.interval_band,
        n.interval_count,
        c.last_order_on,
    from counted as n
    inner join bands as b on n.band_order = b.band_order
    inner join customers as c on n.customer_key = c.customer_key
),
summed as (
    select band_order, sum(interval_count) as intervals, count(*) as customers
    from counted
    group by band_order
)
-- answer
select
    b.interval_band,
    cast(coalesce(s.intervals, 0) as bigint) as intervals,
    cast(coalesce(s.intervals, 0) as double) / nullif(cast(sum(s.intervals) over (partition by true) as double), 0) as interval_share,
    coalesce(s.customers, 0) as customers,
from bands as b
left join summed as s on b.band_order = s.band_order
order by b.band_order
