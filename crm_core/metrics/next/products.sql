-- metric: next.products
-- grain:  one row per pair of values: bought last, bought at the next purchase; of the eight values bought most often
-- needs:  customers, order_values, next_values
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
with last_days as (
    select customer_key, max(order_on) as order_on
    from order_values
    where customer_key is not null and dimension_value is not null
    group by customer_key
),
bought as (
    select distinct o.customer_key, o.order_on, cast(o.dimension_value as varchar) as value
    from order_values as o
    inner join last_days as d on o.customer_key = d.customer_key and o.order_on = d.order_on
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
        b.order_on as last_order_on,
    from bought as b
    inner join next_values as p on b.value = p.value
    inner join customers as c on b.customer_key = c.customer_key
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
    purchase_days,
from next_values
order by place, next_place
