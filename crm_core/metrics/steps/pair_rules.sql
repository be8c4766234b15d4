-- The rules "who buys the first also buys the second in the same order", of the hundred values in most orders: at most
-- twelve, those first that bring most orders beyond chance.
-- kept: the rules and everybody behind each of them rest on the same twelve rows, which every order has a part in
-- needs: order_values, charges
with bought as (
    select distinct order_key, dimension_value
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
    select b.order_key, f.place
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
        cast(r.dimension_value as varchar) as first_value,
        cast(f.dimension_value as varchar) as second_value,
        r.value_orders as first_orders,
        f.value_orders as second_orders,
        s.order_count,
        t.pair_orders - cast(r.value_orders as double) * f.value_orders / nullif(s.order_count, 0) as beyond_chance,
    from together as t
    inner join frequent as f on t.one = f.place
    inner join frequent as r on t.other = r.place
    cross join sized as s
),
ranked as (
    select
        *,
        row_number() over (order by beyond_chance desc, second_place, first_place) as rule_place,
    from ruled
    where beyond_chance > 0
)
select
    *,
    concat(first_value, ' + ', second_value) as combination,
from ranked
where rule_place <= 12
