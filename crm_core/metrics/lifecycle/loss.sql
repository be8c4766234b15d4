-- metric: lifecycle.loss
-- grain:  one row per month or quarter of the chosen days that has begun
-- needs:  customers, purchases, calendar
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  grain = by days month | quarter
-- param:  patience of lifecycle.stages
-- column: period_on  date
-- column: is_unfinished  boolean
-- column: customers_at_start  count
-- column: customers  count
-- column: lost_share  share
-- column: revenue  money
-- column: won_back_customers  count
-- rate:   lost_share = customers / customers_at_start
-- part:   is_lost
-- chart:  time period_on lost_share is_unfinished
-- n:      customers
-- source: M-12, S-32, M-24
with days as (
    select day, case $grain when 'quarter' then quarter_on else month_on end as period_on
    from calendar
    where day <= $as_of
),
periods as (
    select
        period_on,
        greatest(period_on, $from) as begins_on,
        least(
            case $grain when 'quarter' then period_on + interval 3 month else period_on + interval 1 month end,
            least($to, $as_of) + interval 1 day
        ) as ends_before,
        period_on < $from
            or case $grain when 'quarter' then period_on + interval 3 month else period_on + interval 1 month end
            > least($to, $as_of) + interval 1 day as is_unfinished,
    from days
    group by period_on
),
changes as (
    -- A customer is there from the first order on, gone from the end of a long silence on, and back with the next order.
    select order_on as day, 1 as there, 0 as lost, 0 as back, 0.0 as revenue
    from purchases
    where number = 1
    union all
    select lost_on as day, -1 as there, 1 as lost, 0 as back, cast(spent as decimal(18, 4)) as revenue
    from purchases
    where lost_on <= least($to, $as_of) and (next_on is null or lost_on < next_on)
    union all
    select next_on as day, 1 as there, 0 as lost, 1 as back, 0.0 as revenue
    from purchases
    where lost_on < next_on
),
daily as (
    select day, sum(there) as there, sum(lost) as lost, sum(back) as back, sum(revenue) as revenue
    from changes
    group by day
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        d.period_on,
        true as is_lost,
        p.order_on as last_order_on,
        p.number as order_count,
        cast(p.spent as decimal(18, 4)) as revenue,
    from purchases as p
    inner join days as d on p.lost_on = d.day
    inner join customers as c on p.customer_key = c.customer_key
    where p.next_on is null or p.lost_on < p.next_on
)
-- answer
select
    p.period_on,
    p.is_unfinished,
    cast(coalesce(sum(case when d.day < p.begins_on then d.there end), 0) as bigint) as customers_at_start,
    cast(coalesce(sum(case when d.day >= p.begins_on then d.lost end), 0) as bigint) as customers,
    cast(coalesce(sum(case when d.day >= p.begins_on then d.lost end), 0) as double)
    / nullif(sum(case when d.day < p.begins_on then d.there end), 0) as lost_share,
    cast(coalesce(sum(case when d.day >= p.begins_on then d.revenue end), 0) as decimal(18, 4)) as revenue,
    cast(coalesce(sum(case when d.day >= p.begins_on then d.back end), 0) as bigint) as won_back_customers,
from periods as p
left join daily as d on d.day < p.ends_before
group by p.period_on, p.begins_on, p.ends_before, p.is_unfinished
order by p.period_on
