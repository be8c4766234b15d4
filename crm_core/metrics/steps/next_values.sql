-- For each of the eight values bought on most days, what was bought at the next purchase: one row per pair of the eight.
-- kept: sixty-four rows that every order line has a part in
-- needs: order_values, charges
with bought as (
    select distinct customer_key, order_on, dimension_value
    from order_values
    where customer_key is not null and dimension_value is not null
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
    -- Each of the eight has a weight of its own, so that a sum of weights says which of them a day holds.
    select
        p.place,
        p.dimension_value,
        cast(p.dimension_value as varchar) as value,
        p.purchases,
        w.weight,
    from placed as p
    inner join (
        values (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 64), (8, 128)
    ) as w (place, weight) on p.place = w.place
),
days as (
    select
        b.customer_key,
        b.order_on,
        cast(coalesce(sum(s.weight), 0) as integer) as held,
    from bought as b
    left join shown as s on b.dimension_value = s.dimension_value
    group by b.customer_key, b.order_on
),
followed as (
    select
        customer_key,
        order_on,
        held,
        lead(held) over (partition by customer_key order by order_on) as next_held,
    from days
),
turns as (
    -- The few ways in which one day follows another; next_held is NULL where none has followed yet.
    select held, next_held, count(*) as days
    from followed
    group by held, next_held
),
sized as (
    select
        cast(sum(days) as bigint) as days,
        cast(coalesce(sum(case when next_held is not null then days end), 0) as bigint) as purchase_days,
    from turns
),
counted as (
    select
        s.place,
        sum(case when t.next_held is not null then t.days end) as purchases,
        sum(case when t.next_held is null then t.days end) as customers,
    from turns as t
    inner join shown as s on floor(t.held / nullif(s.weight, 0)) % 2 = 1
    group by s.place
),
followers as (
    select
        s.place,
        n.place as next_place,
        sum(t.days) as next_purchases,
    from turns as t
    inner join shown as s on floor(t.held / nullif(s.weight, 0)) % 2 = 1
    inner join shown as n on floor(t.next_held / nullif(n.weight, 0)) % 2 = 1
    group by s.place, n.place
)
select
    v.place,
    w.place as next_place,
    v.value,
    w.value as next_value,
    cast(w.purchases as double) / nullif(z.days, 0) as usual_share,
    z.purchase_days,
    cast(coalesce(c.purchases, 0) as bigint) as purchases,
    cast(coalesce(c.customers, 0) as bigint) as customers,
    case when c.purchases > 0 then cast(coalesce(f.next_purchases, 0) as bigint) end as next_purchases,
from shown as v
cross join shown as w
cross join sized as z
left join counted as c on v.place = c.place
left join followers as f on v.place = f.place and w.place = f.next_place
