-- metric: profile.order_interval
-- grain:  one row per band of days between two orders of one customer, also for a band with none
-- needs:  customers, sale_gaps
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
with bands as (
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
            when gap_days <= 0 then 1
            when gap_days <= 7 then 2
            when gap_days <= 14 then 3
            when gap_days <= 30 then 4
            when gap_days <= 60 then 5
            when gap_days <= 90 then 6
            when gap_days <= 180 then 7
            when gap_days <= 365 then 8
            else 9
        end as band_order,
        count(*) as interval_count,
    from sale_gaps
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
