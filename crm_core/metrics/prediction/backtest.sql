-- metric: prediction.backtest
-- grain:  one row per number of repeat purchases before the split, 0 to 6 and 7 or more, also where nobody has so many
-- forecast: past weeks held out from the model
-- record: of days that are over
-- needs:  customers, buying, orders_so_far
-- requires: orders
-- requires: customer_id
-- param:  model of prediction.kpis
-- param:  holdout = 26 | 13 | 39 | 52
-- column: repeat_group  code
-- column: customers  count
-- column: actual_mean  number
-- column: expected_mean  number
-- column: naive_mean  number
-- column: actual_orders  count
-- column: expected_orders  number
-- column: naive_orders  number
-- column: expected_miss  number
-- column: naive_miss  number
-- mean:   actual_mean of customers
-- chart:  tested repeat_group actual_mean expected_mean naive_mean
-- n:      customers
-- source: S-54, M-24, F-27
with later as (
    select
        customer_key,
        count(distinct order_on) as actual_orders,
    from orders_so_far
    where is_sale
        and customer_key is not null
        and date_diff('day', order_on, $to) < 7 * cast($holdout as integer)
    group by customer_key
),
expected as (
    -- The simple way beside the model: as many repeat purchases per week as in the last year before the split.
    select
        b.customer_key,
        b.repeat_days,
        b.last_order_on,
        m.expected_orders,
        cast(b.recent_repeat_days * cast($holdout as integer) as double) / nullif($observed_weeks, 0) as naive_orders,
        coalesce(l.actual_orders, 0) as actual_orders,
    from buying as b
    left join $buying_model as m
        on b.repeat_days = m.repeat_days
        and b.last_day = m.last_day
        and b.end_day = m.end_day
    left join later as l on b.customer_key = l.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        e.last_order_on,
        e.repeat_days + 1 as purchase_days,
        case when e.repeat_days < 7 then cast(e.repeat_days as varchar) else '7' end as repeat_group,
        e.expected_orders,
        e.naive_orders,
        e.actual_orders,
    from expected as e
    inner join customers as c on e.customer_key = c.customer_key
),
summed as (
    select
        repeat_group,
        count(*) as customers,
        sum(actual_orders) as actual_orders,
        var_samp(cast(actual_orders as double)) as actual_variance,
        sum(expected_orders) as expected_orders,
        sum(naive_orders) as naive_orders,
        sum(abs(expected_orders - actual_orders)) as expected_miss,
        sum(abs(naive_orders - actual_orders)) as naive_miss,
    from members
    group by repeat_group
),
groups as (
    select * from (values ('0'), ('1'), ('2'), ('3'), ('4'), ('5'), ('6'), ('7')) as t (repeat_group)
)
-- answer
select
    g.repeat_group,
    coalesce(s.customers, 0) as customers,
    cast(s.actual_orders as double) / nullif(s.customers, 0) as actual_mean,
    s.actual_variance as actual_mean_variance,
    s.expected_orders / nullif(s.customers, 0) as expected_mean,
    s.naive_orders / nullif(s.customers, 0) as naive_mean,
    coalesce(s.actual_orders, 0) as actual_orders,
    case when $model_state = 'fits' then coalesce(s.expected_orders, 0) end as expected_orders,
    coalesce(s.naive_orders, 0) as naive_orders,
    -- The distance from what each customer did, on average.
    s.expected_miss / nullif(s.customers, 0) as expected_miss,
    s.naive_miss / nullif(s.customers, 0) as naive_miss,
from groups as g
left join summed as s on g.repeat_group = s.repeat_group
order by g.repeat_group
