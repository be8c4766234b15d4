-- metric: next.pairs
-- grain:  one row per rule "who buys the first also buys the second in the same order", of the hundred values in most
--         orders; at most twelve rules, those first that bring most orders beyond chance
-- needs:  customers, order_values, charges
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
    select distinct order_key, customer_key, dimension_value
    from order_values
    where dimension_value is not null
),
sized as (
    select count(distinct order_key) as order_count
    from bought
),
placed as (
    select
        dimension_value,
        count(*) as value_orders,
        row_number() over (order by count(*) desc, dimension_value) as place,
    from bought
    group by dimension_value
    having cast(dimension_value as varchar) not in (select value from charges where dimension = $dimension)
),
frequent as (
    select *
    from placed
    where place <= 100
        and value_orders >= case $baskets when 'at_least_20' then 20 when 'at_least_50' then 50 else 5 end
),
items as (
    select b.order_key, b.customer_key, f.place
    from bought as b
    inner join frequent as f on b.dimension_value = f.dimension_value
),
together as (
    select
        a.place as one,
        b.place as other,
        count(*) as pair_orders,
    from items as a
    inner join items as b on a.order_key = b.order_key and a.place < b.place
    group by a.place, b.place
    having count(*) >= case $baskets when 'at_least_20' then 20 when 'at_least_50' then 50 else 5 end
),
ruled as (
    -- Of the two ways to read a pair the one that holds more often: from the rarer value to the more frequent one.
    select
        t.pair_orders,
        r.place as first_place,
        f.place as second_place,
        r.dimension_value as first_value,
        f.dimension_value as second_value,
        r.value_orders as first_orders,
        f.value_orders as second_orders,
        s.order_count,
        t.pair_orders - cast(r.value_orders as double) * f.value_orders / nullif(s.order_count, 0) as beyond_chance,
    from together as t
    inner join frequent as f on t.one = f.place
    inner join frequent as r on t.other = r.place
    cross join sized as s
),
rules as (
    select
        *,
        concat(cast(first_value as varchar), ' + ', cast(second_value as varchar)) as combination,
    from (
        select
            *,
            row_number() over (order by beyond_chance desc, second_place, first_place) as rule_place,
        from ruled
        where beyond_chance > 0
    )
    where rule_place <= 12
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
            i.customer_key,
            count(case when i.place = r.first_place then 1 end) as first_count,
        from rules as r
        inner join items as i on i.place = r.first_place or i.place = r.second_place
        where i.customer_key is not null
        group by r.combination, i.customer_key
        having count(case when i.place = r.second_place then 1 end) = 0
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
from rules as r
left join offered as o on r.combination = o.combination
order by r.rule_place
