-- metric: next.pairs
-- grain:  one row per rule "who buys the first also buys the second in the same order", of the hundred values in most
--         orders; at most twelve rules, those first that bring most orders beyond chance
-- needs:  customers, order_values, pair_rules
-- requires: orders
-- requires: product_names
-- param:  dimension = dimension product_name, product_id, category
-- param:  baskets = at_least_5 | at_least_20 | at_least_50
-- column: combination  text
-- column: confidence  share
-- column: lift  number
-- column: support  share
-- column: pair_orders  count
-- column: first_orders  count
-- column: second_orders  count
-- column: orders  count
-- column: customers  count
-- rate:   confidence = pair_orders / first_orders
-- whole:  support
-- part:   combination
-- chart:  bars combination confidence lift
-- n:      first orders
-- source: S-34, S-40, M-97, F-14
with bought as (
    select distinct
        o.order_key,
        o.customer_key,
        cast(o.dimension_value as varchar) as value,
    from order_values as o
    where o.customer_key is not null
        and cast(o.dimension_value as varchar) in (
            select first_value from pair_rules union select second_value from pair_rules
        )
),
members as (
    -- Who bought the first but never the second in these days: to whom it can be offered.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        o.combination,
        o.first_count as order_count,
    from (
        select
            r.combination,
            b.customer_key,
            count(case when b.value = r.first_value then 1 end) as first_count,
        from pair_rules as r
        inner join bought as b on b.value = r.first_value or b.value = r.second_value
        group by r.combination, b.customer_key
        having count(case when b.value = r.second_value then 1 end) = 0
    ) as o
    inner join customers as c on o.customer_key = c.customer_key
),
offered as (
    select combination, count(*) as customers
    from members
    group by combination
)
-- answer
select
    r.combination,
    cast(r.pair_orders as double) / nullif(r.first_orders, 0) as confidence,
    cast(r.pair_orders as double) * r.order_count / nullif(cast(r.first_orders as double) * r.second_orders, 0) as lift,
    cast(r.pair_orders as double) / nullif(r.order_count, 0) as support,
    r.pair_orders,
    r.first_orders,
    r.second_orders,
    r.order_count as orders,
    coalesce(o.customers, 0) as customers,
from pair_rules as r
left join offered as o on r.combination = o.combination
order by r.rule_place
