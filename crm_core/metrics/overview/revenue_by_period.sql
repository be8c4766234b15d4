-- metric: overview.revenue_by_period
-- grain:  one row per day, week, month or quarter of the chosen days, also those without orders
-- needs:  customers, orders, calendar
-- requires: orders
-- requires: one_currency
-- param:  grain = month | day | week | quarter
-- column: period_on  date
-- column: is_unfinished  boolean
-- column: revenue  money
-- column: orders  count
-- column: customers  count
-- column: new_customers  count
-- column: revenue_per_customer  money
-- column: repeat_rate  share
-- chart:  time period_on revenue is_unfinished
-- n:      orders
-- source: F-28, S-08
with days as (
    select
        day,
        case $grain
            when 'day' then day
            when 'week' then week_on
            when 'quarter' then quarter_on
            else month_on
        end as period_on,
    from calendar
),
periods as (
    select
        period_on,
        -- A period is finished when all its days lie among the chosen ones and none after the as-of day.
        period_on < $from
            or case $grain
                when 'day' then period_on
                when 'week' then period_on + interval 6 day
                when 'quarter' then period_on + interval 3 month - interval 1 day
                else period_on + interval 1 month - interval 1 day
            end > least($to, $as_of) as is_unfinished,
    from days
    group by period_on
),
spent as (
    select
        d.period_on,
        o.customer_key,
        count(case when o.is_sale then 1 end) as order_count,
        sum(o.amount) as revenue,
    from orders as o
    inner join days as d on o.order_on = d.day
    group by d.period_on, o.customer_key
),
members as (
    select
        s.period_on,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.first_order_on,
        s.order_count,
        cast(s.revenue as decimal(18, 4)) as revenue,
    from spent as s
    inner join customers as c on s.customer_key = c.customer_key
    where s.order_count > 0
),
sold as (
    select
        s.period_on,
        sum(s.order_count) as orders,
        sum(s.revenue) as revenue,
        count(case when s.order_count > 0 then s.customer_key end) as customers,
        count(case when s.order_count > 1 then s.customer_key end) as repeat_customers,
        -- Whoever first ordered in a period bought in it.
        count(case when s.order_count > 0 and c.first_order_on >= greatest(s.period_on, $from) then 1 end)
            as new_customers,
        sum(case when s.order_count > 0 and s.customer_key is not null then s.revenue end) as revenue_of_customers,
    from spent as s
    left join customers as c on s.customer_key = c.customer_key
    group by s.period_on
),
known as (
    select count(*) as customers from customers
)
-- answer
select
    p.period_on,
    p.is_unfinished,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.orders, 0) as bigint) as orders,
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when k.customers > 0 then coalesce(s.customers, 0) end as customers,
    case when k.customers > 0 then coalesce(s.new_customers, 0) end as new_customers,
    cast(s.revenue_of_customers as double) / nullif(s.customers, 0) as revenue_per_customer,
    cast(s.repeat_customers as double) / nullif(s.customers, 0) as repeat_rate,
from periods as p
left join sold as s on p.period_on = s.period_on
cross join known as k
order by p.period_on
