-- metric: profile.basket
-- grain:  one row per band of order amounts, from the lowest to the highest band in use
-- needs:  customers, orders
-- requires: orders
-- requires: one_currency
-- column: basket_band  code
-- column: orders  count
-- column: order_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: customers  count
-- whole:  order_share, revenue_share
-- chart:  bars basket_band orders revenue_share
-- n:      orders
-- source: S-08, M-81, F-04
with bands as (
    -- Steps of 1, 2 and 5: each band is about twice the one before, whatever the size of the business.
    -- Under the net rule an order may have been refunded to nothing.
    select *
    from (
        values
            (0, 'nothing'), (1, 'from_0'), (2, 'from_10'), (3, 'from_20'), (4, 'from_50'), (5, 'from_100'),
            (6, 'from_200'), (7, 'from_500'), (8, 'from_1000'), (9, 'from_2000'), (10, 'from_5000'),
            (11, 'from_10000'), (12, 'from_20000'), (13, 'from_50000'), (14, 'from_100000'), (15, 'from_200000'),
            (16, 'from_500000'), (17, 'from_1000000')
    ) as t (band_order, basket_band)
),
graded as (
    select
        customer_key,
        amount,
        case
            when amount <= 0 then 0
            when amount < 10 then 1
            when amount < 20 then 2
            when amount < 50 then 3
            when amount < 100 then 4
            when amount < 200 then 5
            when amount < 500 then 6
            when amount < 1000 then 7
            when amount < 2000 then 8
            when amount < 5000 then 9
            when amount < 10000 then 10
            when amount < 20000 then 11
            when amount < 50000 then 12
            when amount < 100000 then 13
            when amount < 200000 then 14
            when amount < 500000 then 15
            when amount < 1000000 then 16
            else 17
        end as band_order,
    from orders
    where is_sale
),
spent as (
    select
        customer_key,
        band_order,
        count(*) as order_count,
        sum(amount) as revenue,
    from graded
    group by customer_key, band_order
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        b.basket_band,
        s.order_count,
        cast(s.revenue as decimal(18, 4)) as revenue,
        c.last_order_on,
    from spent as s
    inner join bands as b on s.band_order = b.band_order
    inner join customers as c on s.customer_key = c.customer_key
),
summed as (
    select
        band_order,
        sum(order_count) as orders,
        sum(revenue) as revenue,
        count(customer_key) as customers,
    from spent
    group by band_order
)
-- answer
select
    b.basket_band,
    cast(coalesce(s.orders, 0) as bigint) as orders,
    cast(coalesce(s.orders, 0) as double) / nullif(cast(sum(s.orders) over (partition by true) as double), 0) as order_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(cast(sum(s.revenue) over (partition by true) as double), 0) as revenue_share,
    case when (select count(*) from customers) > 0 then coalesce(s.customers, 0) end as customers,
from bands as b
inner join (select min(band_order) as lowest, max(band_order) as highest from summed) as u
    on b.band_order between u.lowest and u.highest
left join summed as s on b.band_order = s.band_order
order by b.band_order
