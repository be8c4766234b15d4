-- metric: overview.revenue_by_period
-- grain:  one row per day, week, month or quarter of the chosen days, also those without orders
-- needs:  customers, orders, calendar
-- requires: orders
-- requires: one_currency
-- param:  grain = by days day | week | month | quarter
-- column: period_on  date
-- column: is_unfinished  boolean
-- column: revenue  money
-- column: orders  count
-- column: customers  count
-- column: new_customers  count
-- column: revenue_per_customer  money
-- column: repeat_customers  count
-- column: repeat_rate  share
-- rate:   repeat_rate = repeat_customers / customers
-- mean:   revenue_per_customer of customers
-- chart:  time period_on revenue is_unfinished
-- n:      orders
-- source: F-28, S-08
with days as (
    select cast(date_trunc($grain, day) as date) as period_on from calendar
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
dated as (
    select
        cast(date_trunc($grain, o.order_on) as date) as period_on,
        o.customer_key,
        o.is_sale,
        o.amount,
        o.first_order_on,
    from orders as o
),
bought as (
    -- Orders without a customer are one row of each period.
    select
        period_on,
        customer_key,
        count(case when is_sale then 1 end) as order_count,
        max(first_order_on) as first_order_on,
        cast(sum(amount) as decimal(18, 4)) as revenue,
    from dated
    group by period_on, customer_key
),
members as (
    select
        b.period_on,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        b.first_order_on,
        b.order_count,
        b.revenue,
    from bought as b
    inner join customers as c on b.customer_key = c.customer_key
    where b.order_count > 0
),
sums as (
    select
        period_on,
        cast(sum(order_count) as bigint) as orders,
        sum(revenue) as revenue,
        count(case when customer_key is not null and order_count > 0 then 1 end) as customers,
        count(case when customer_key is not null and order_count > 1 then 1 end) as repeat_customers,
        -- Whoever first ordered in a period bought in it.
        count(
            case when customer_key is not null and order_count > 0 and first_order_on >= greatest(period_on, $from) then 1 end
        ) as new_customers,
        cast(sum(case when customer_key is not null then revenue end) as double) as revenue_of_customers,
        cast(sum(case when customer_key is not null and order_count > 0 then revenue end) as double) as revenue_of_buyers,
        sum(case when customer_key is not null then cast(revenue as double) * cast(revenue as double) end) as squares,
    from bought
    group by period_on
),
means as (
    select *, revenue_of_customers / nullif(customers, 0) as mean
    from sums
),
known as (
    select count(*) as customers from customers
)
-- answer
select
    p.period_on,
    p.is_unfinished,
    cast(coalesce(b.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(b.orders, 0) as bigint) as orders,
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when k.customers > 0 then coalesce(b.customers, 0) end as customers,
    case when k.customers > 0 then coalesce(b.new_customers, 0) end as new_customers,
    b.mean as revenue_per_customer,
    -- Money may also go back to customers who bought nothing: the variance is that of a ratio, around both.
    (b.squares - 2 * b.mean * b.revenue_of_buyers + b.mean * b.mean * b.customers)
    / nullif(b.customers - 1, 0) as revenue_per_customer_variance,
    case when k.customers > 0 then coalesce(b.repeat_customers, 0) end as repeat_customers,
    cast(b.repeat_customers as double) / nullif(b.customers, 0) as repeat_rate,
from periods as p
left join means as b on p.period_on = b.period_on
cross join known as k
order by p.period_on
