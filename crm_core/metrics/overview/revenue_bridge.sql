-- metric: overview.revenue_bridge
-- grain:  one row per step from the revenue of the days compared with to that of the chosen days
-- needs:  customers, orders, orders_before
-- requires: orders
-- requires: one_currency
-- column: step  code
-- column: amount  money
-- column: customers  count
-- column: orders  count
-- chart:  bridge step amount customers
-- n:      orders
-- source: M-07
-- before and all steps add up to now, to the last decimal: every step is a difference of the same sums.
-- As in the key figures, whoever has a sale has bought. Bought in the days compared with only: lost. Bought in the
-- chosen days only: new with a first sale among them, else won back (also someone first won between both periods).
-- All others, by the sign of their change: less, more, same. These include customers who bought in neither and whose
-- goods or money went back under the net rule. The row same stands only where there are such customers; without
-- any known customer there are no steps of customers at all.
-- before and now list their buyers; unnamed are orders without a customer, so nobody knows how many customers.
with told as (
    select customer_key, first_order_on, is_sale, amount, true as is_now from orders
    union all
    select customer_key, first_order_on, is_sale, amount, false as is_now from orders_before
),
spent as (
    select
        customer_key,
        max(first_order_on) as first_order_on,
        count(case when is_now and is_sale then 1 end) as order_count,
        count(case when not is_now and is_sale then 1 end) as order_count_before,
        cast(sum(case when is_now then amount else 0 end) as decimal(18, 4)) as revenue,
        cast(sum(case when is_now then 0 else amount end) as decimal(18, 4)) as revenue_before,
    from told
    group by customer_key
),
placed as (
    select
        *,
        cast(revenue - revenue_before as decimal(18, 4)) as change,
        case
            when order_count_before > 0 and order_count = 0 then 'lost'
            when order_count_before = 0 and order_count > 0 and first_order_on >= $from then 'new'
            when order_count_before = 0 and order_count > 0 then 'won_back'
            when revenue < revenue_before then 'less'
            when revenue > revenue_before then 'more'
            else 'same'
        end as step,
    from spent
    where customer_key is not null
),
listed as (
    select step, customer_key, order_count, revenue, revenue_before, change from placed
    union all
    select 'before' as step, customer_key, order_count, revenue, revenue_before, change
    from placed
    where order_count_before > 0
    union all
    select 'now' as step, customer_key, order_count, revenue, revenue_before, change
    from placed
    where order_count > 0
),
members as (
    select
        l.step,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        l.revenue,
        l.revenue_before,
        l.change,
        l.order_count,
        -- The last order of all: whoever is lost here may have bought between both periods, or since.
        c.last_order_on,
    from listed as l
    inner join customers as c on l.customer_key = c.customer_key
),
summed as (
    select
        'before' as step,
        sum(revenue_before) as amount,
        count(case when customer_key is not null and order_count_before > 0 then 1 end) as customers,
        cast(coalesce(sum(order_count_before), 0) as bigint) as orders,
    from spent
    union all
    select step, sum(change) as amount, count(*) as customers, null as orders
    from placed
    group by step
    union all
    select 'unnamed' as step, sum(revenue - revenue_before) as amount, null as customers, null as orders
    from spent
    where customer_key is null
    union all
    select
        'now' as step,
        sum(revenue) as amount,
        count(case when customer_key is not null and order_count > 0 then 1 end) as customers,
        cast(coalesce(sum(order_count), 0) as bigint) as orders,
    from spent
),
steps as (
    select *
    from (
        values
        (1, 'before'), (2, 'lost'), (3, 'less'), (4, 'same'), (5, 'more'),
        (6, 'won_back'), (7, 'new'), (8, 'unnamed'), (9, 'now')
    ) as t (step_order, step)
),
known as (
    select count(*) as customers from customers
)
-- answer
select
    t.step,
    cast(coalesce(s.amount, 0) as decimal(18, 4)) as amount,
    case when k.customers > 0 and t.step <> 'unnamed' then coalesce(s.customers, 0) end as customers,
    s.orders,
from steps as t
left join summed as s on t.step = s.step
cross join known as k
where s.step is not null or (k.customers > 0 and t.step <> 'same')
order by t.step_order
