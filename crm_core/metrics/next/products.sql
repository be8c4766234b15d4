-- metric: next.products
-- grain:  one row per pair of values: bought last, bought at the next purchase; of the eight values bought most often
-- needs:  customers, order_values, charges
-- requires: orders
-- requires: customer_id
-- param:  dimension = dimension category, product_name, channel
-- column: value  text
-- column: next_value  text
-- column: next_share  share
-- column: next_purchases  count
-- column: purchases  count
-- column: usual_share  share
-- column: customers  count
-- column: purchase_days  count
-- rate:   next_share = next_purchases / purchases
-- whole:  usual_share
-- part:   value, next_value
-- chart:  matrix next_value value next_share
-- n:      first purchase_days
-- source: S-10, S-34, S-40, M-97, M-91, F-14, F-17
with bought as (
    select distinct customer_key, order_on, dimension_value
    from order_values
    where customer_key is not null and dimension_value is not null
),
days as (
    select
        customer_key,
        order_on,
        lead(order_on) over (partition by customer_key order by order_on) as next_on,
    from (select distinct customer_key, order_on from bought)
),
placed as (
    select
        dimension_value,
        row_number() over (order by count(*) desc, dimension_value) as place,
        count(*) as purchases,
    from bought
    group by dimension_value
    having cast(dimension_value as varchar) not in (select value from charges where dimension = $dimension)
),
shown as (
    select
        place,
        dimension_value,
        cast(dimension_value as varchar) as value,
        cast(purchases as double) / nullif((select count(*) from days), 0) as usual_share,
    from placed
    where place <= 8
),
seen as (
    select
        b.customer_key,
        d.order_on,
        d.next_on,
        s.place,
    from bought as b
    inner join shown as s on b.dimension_value = s.dimension_value
    inner join days as d on b.customer_key = d.customer_key and b.order_on = d.order_on
),
counted as (
    select
        place,
        count(next_on) as purchases,
        count(case when next_on is null then 1 end) as customers,
    from seen
    group by place
),
followed as (
    select
        s.place,
        n.place as next_place,
        count(*) as next_purchases,
    from seen as s
    inner join seen as n on s.customer_key = n.customer_key and s.next_on = n.order_on
    group by s.place, n.place
),
cells as (
    select
        v.place,
        w.place as next_place,
        v.value,
        w.value as next_value,
        w.usual_share,
        coalesce(c.purchases, 0) as purchases,
        coalesce(c.customers, 0) as customers,
        case when c.purchases > 0 then coalesce(f.next_purchases, 0) end as next_purchases,
    from shown as v
    cross join shown as w
    left join counted as c on v.place = c.place
    left join followed as f on v.place = f.place and w.place = f.next_place
),
members as (
    -- Whose last purchase this was; what comes next is not known yet.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        p.value,
        p.next_value,
        cast(p.next_purchases as double) / nullif(p.purchases, 0) as next_share,
        s.order_on as last_order_on,
    from seen as s
    inner join cells as p on s.place = p.place
    inner join customers as c on s.customer_key = c.customer_key
    where s.next_on is null
)
-- answer
select
    value,
    next_value,
    cast(next_purchases as double) / nullif(purchases, 0) as next_share,
    coalesce(next_purchases, 0) as next_purchases,
    purchases,
    usual_share,
    customers,
    (select count(next_on) from days) as purchase_days,
from cells
order by place, next_place
