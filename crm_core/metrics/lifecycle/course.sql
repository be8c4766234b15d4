-- metric: lifecycle.course
-- grain:  one row per quarter of a customer's age (91 days each, from the first order on), for all customers together
--         (value *) and for each year of the first order, or each value of the dimension; values after the fifth are
--         one row, other
-- needs:  customers, customer_lives, orders_so_far, breakdown_so_far, calendar_so_far
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: costs when measure=profit
-- param:  measure = revenue | profit
-- param:  split = cohort | by_value
-- param:  dimension = dimension when split=by_value
-- column: value  text
-- column: age_quarters  count
-- column: middle_amount  money
-- column: low_quarter  money
-- column: high_quarter  money
-- column: orders_each  number
-- column: observed  count
-- column: customers  count
-- column: all_customers  count
-- mean:   orders_each of observed
-- part:   value
-- chart:  lines age_quarters middle_amount value low_quarter high_quarter
-- n:      first all_customers
-- source: M-11, S-17, F-23
with owned as (
    -- A customer belongs to the value that most of the money went to.
    select
        customer_key,
        dimension_value,
        row_number() over (partition by customer_key order by amount desc, dimension_value) as place,
    from breakdown_so_far
    where customer_key is not null and $split = 'by_value'
),
aged as (
    -- whole_quarters: of how many quarters of its age all days are over.
    select
        l.customer_key,
        l.first_on,
        floor((date_diff('day', l.first_on, least($to, $as_of)) + 1) / nullif(91, 0)) as whole_quarters,
        case
            when $split = 'cohort' then cast(year(l.first_on) as varchar)
            else cast(o.dimension_value as varchar)
        end as dimension_value,
    from customer_lives as l
    left join owned as o on l.customer_key = o.customer_key and o.place = 1
),
placed as (
    select
        dimension_value,
        row_number() over (order by count(*) desc, dimension_value) as place,
        count(*) over (partition by true) as value_count,
    from aged
    where whole_quarters > 0
    group by dimension_value
),
shown as (
    -- Everybody is in the row of all customers too.
    select
        p.dimension_value,
        p.place as value_place,
        case when a.is_all then 0 else least(p.place, 6) end as place,
        case when a.is_all then '*' when p.value_count > 6 and p.place > 5 then '…' else p.dimension_value end as value,
    from placed as p
    cross join (values (false), (true)) as a (is_all)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.value,
        l.first_on as first_order_on,
        l.last_on as last_order_on,
        l.order_count,
        l.revenue,
    from aged as g
    inner join shown as s on g.dimension_value is not distinct from s.dimension_value
    inner join customer_lives as l on g.customer_key = l.customer_key
    inner join customers as c on g.customer_key = c.customer_key
    where g.whole_quarters > 0
),
seated as (
    -- A number in the value's place: millions of orders are grouped by it.
    select g.customer_key, g.first_on, g.whole_quarters, p.place as value_place
    from aged as g
    inner join placed as p on g.dimension_value is not distinct from p.dimension_value
    where g.whole_quarters > 0
),
bought as (
    select
        g.customer_key,
        cast(floor(date_diff('day', g.first_on, o.order_on) / nullif(91, 0)) as integer) as age,
        min(g.value_place) as value_place,  -- the customer's one
        count(case when o.is_sale then 1 end) as order_count,
        case
            when $measure = 'revenue' then cast(sum(o.amount) as double)
            when count(o.cost_amount) = count(*) then cast(sum(o.amount - o.cost_amount) as double)
        end as amount,
    from orders_so_far as o
    inner join seated as g on o.customer_key = g.customer_key
    where o.order_on >= g.first_on and date_diff('day', g.first_on, o.order_on) < 91 * g.whole_quarters
    group by 1, 2
),
lasting as (
    select dimension_value, whole_quarters, count(*) as customers
    from aged
    where whole_quarters > 0
    group by dimension_value, whole_quarters
),
ages as (
    select row_number() over (order by day) - 1 as age from calendar_so_far
),
counted as (
    -- How many had an age behind them; who bought nothing in it brought nothing.
    select s.value, s.place, a.age, sum(l.customers) as observed
    from lasting as l
    inner join shown as s on l.dimension_value is not distinct from s.dimension_value
    inner join ages as a on a.age < l.whole_quarters
    group by s.value, s.place, a.age
),
heaped as (
    -- Amounts within half a percent of each other count as one: a sort of a few hundred heaps, not of all customers.
    select
        value_place,
        age,
        cast(sign(amount) * floor(200 * ln(1 + abs(amount))) as integer) as heap,
        count(*) as buyers,
        count(amount) as known,
        sum(cast(amount as decimal(18, 4))) as amount,
        sum(order_count) as order_count,
        sum(order_count * order_count) as squares,
    from bought
    group by 1, 2, 3
),
heaps as (
    select
        s.value,
        h.age,
        h.heap,
        sum(h.buyers) as buyers,
        sum(h.known) as known,
        sum(h.amount) as amount,
        sum(h.order_count) as order_count,
        sum(h.squares) as squares,
    from heaped as h
    inner join shown as s on h.value_place = s.value_place
    group by s.value, h.age, h.heap
),
buyers as (
    select
        value,
        age,
        sum(buyers) as buyers,
        sum(order_count) as order_count,
        cast(sum(squares) as double) as squares,
    from heaps
    group by value, age
),
piled as (
    select value, age, cast(amount as double) / nullif(known, 0) as amount, known as customers
    from heaps
    where heap is not null
    union all
    select c.value, c.age, 0.0 as amount, c.observed - coalesce(b.buyers, 0) as customers
    from counted as c
    left join buyers as b on c.value is not distinct from b.value and c.age = b.age
    where c.observed > coalesce(b.buyers, 0)
),
ranked as (
    select
        value,
        age,
        amount,
        sum(customers) over (partition by value, age order by amount rows unbounded preceding) as up_to,
        sum(customers) over (partition by value, age) as of_all,
    from piled
),
middles as (
    -- The first amount that a quarter, a half, three quarters of the customers do not exceed.
    select
        value,
        age,
        min(case when 4 * up_to >= of_all then amount end) as low_quarter,
        min(case when 2 * up_to >= of_all then amount end) as middle_amount,
        min(case when 4 * up_to >= 3 * of_all then amount end) as high_quarter,
    from ranked
    group by value, age
),
sizes as (
    select s.value, sum(l.customers) as customers
    from lasting as l
    inner join shown as s on l.dimension_value is not distinct from s.dimension_value
    group by s.value
)
-- answer
select
    c.value,
    cast(c.age + 1 as bigint) as age_quarters,
    m.middle_amount,
    m.low_quarter,
    m.high_quarter,
    cast(coalesce(b.order_count, 0) as double) / nullif(c.observed, 0) as orders_each,
    (coalesce(b.squares, 0) - cast(coalesce(b.order_count, 0) as double) * coalesce(b.order_count, 0)
        / nullif(c.observed, 0)) / nullif(c.observed - 1, 0) as orders_each_variance,
    cast(c.observed as bigint) as observed,
    cast(z.customers as bigint) as customers,
    (select cast(sum(customers) as bigint) from lasting) as all_customers,
from counted as c
inner join sizes as z on c.value is not distinct from z.value
left join middles as m on c.value is not distinct from m.value and c.age = m.age
left join buyers as b on c.value is not distinct from b.value and c.age = b.age
-- A course of few who came long ago is not that of all: it would seem to rise where only its best are left.
where c.observed >= least(10, z.customers) and 4 * c.observed >= z.customers
order by c.place, c.value, c.age
