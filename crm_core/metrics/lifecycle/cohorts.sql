-- metric: lifecycle.cohorts
-- grain:  one row per cohort of new customers and number of periods since its first; then the weighted means of whole
--         cells, whose cohort is NULL
-- needs:  customers, orders, sales, all_lines_so_far, calendar
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: few_days when grain=day
-- param:  grain = by days week | month | quarter or day
-- param:  seen = in_period | on_or_after | rolling
-- param:  basis = customers | revenue
-- param:  shown = share | absolute | relative
-- param:  counted = sales_only | every_line
-- column: cohort_on  date
-- column: age  count
-- column: is_unfinished  boolean
-- column: cohort_customers  count
-- column: customers  count
-- column: retention_share  share
-- column: retention_ratio  share
-- column: revenue  money
-- column: revenue_kept  share
-- column: revenue_ratio  share
-- column: new_customers  count
-- rate:   retention_share = customers / cohort_customers
-- whole:  retention_ratio, revenue_kept, revenue_ratio
-- part:   age
-- chart:  cohorts age cohort_on is_unfinished customers retention_share retention_ratio revenue revenue_kept revenue_ratio
-- n:      first new_customers
-- source: M-98, S-32, F-28
with days as (
    select
        day,
        case $grain
            when 'day' then day
            when 'week' then week_on
            when 'quarter' then quarter_on
            else month_on
        end as period_on,
    from calendar
    where day <= $as_of
),
periods as (
    select
        period_on,
        row_number() over (order by period_on) as place,
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
placed as (
    select d.day, p.place
    from days as d
    inner join periods as p on d.period_on = p.period_on
),
next_placed as (
    select day, place from placed
    union all
    select date '9999-12-31' as day, null as place
),
visits as (
    select customer_key, order_on, first_order_on, next_on
    from sales
    where $counted = 'sales_only'
    union all
    -- As many do it: a cancellation or a correction is a sign of life too.
    select
        customer_key,
        order_on,
        min(order_on) over (partition by customer_key) as first_order_on,
        lead(order_on) over (partition by customer_key order by order_on) as next_on,
    from (
        select distinct customer_key, order_on
        from all_lines_so_far
        where $counted = 'every_line' and customer_key is not null and order_on <= $as_of
    )
),
bought as (
    -- The last order in each period of whoever first ordered in the days, and when the next one came: none of these
    -- customers ordered in the periods between.
    select
        s.customer_key,
        f.place as cohort_place,
        d.place - f.place as age,
        n.place - f.place as next_age,
    from visits as s
    inner join placed as d on s.order_on = d.day
    inner join placed as f on s.first_order_on = f.day
    inner join next_placed as n on coalesce(s.next_on, date '9999-12-31') = n.day
    where n.place is null or n.place > d.place
),
spans as (
    -- From which to which period a purchase counts; no two spans of a customer overlap.
    select
        customer_key,
        cohort_place,
        case when $seen = 'on_or_after' then 0 else age end as from_age,
        case when $seen = 'rolling' then least(age + 2, coalesce(next_age, age + 3) - 1) else age end as to_age,
    from bought
    where $seen <> 'on_or_after' or next_age is null
),
sizes as (
    select cohort_place, count(*) as cohort_customers
    from bought
    where next_age is null
    group by cohort_place
),
cells as (
    select
        s.cohort_place,
        c.period_on as cohort_on,
        s.cohort_customers,
        p.place - s.cohort_place as age,
        p.is_unfinished,
    from sizes as s
    inner join periods as c on s.cohort_place = c.place
    inner join periods as p on s.cohort_place <= p.place
),
spent as (
    select
        customer_key,
        count(case when is_sale then 1 end) as order_count,
        cast(sum(amount) as decimal(18, 4)) as revenue,
    from orders
    group by customer_key
),
taken as (
    select f.place as cohort_place, d.place - f.place as age, sum(o.amount) as revenue
    from orders as o
    inner join placed as d on o.order_on = d.day
    inner join placed as f on o.first_order_on = f.day
    where o.customer_key is not null
    group by 1, 2
),
members as (
    -- A whole cell is part of the row of means too.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        case when m.is_mean then null else e.cohort_on end as cohort_on,
        e.age,
        c.first_order_on,
        c.last_order_on,
        t.order_count,
        t.revenue,
    from spans as s
    inner join cells as e on s.cohort_place = e.cohort_place and e.age between s.from_age and s.to_age
    inner join (values (false), (true)) as m (is_mean) on not m.is_mean or not e.is_unfinished
    left join spent as t on s.customer_key = t.customer_key
    inner join customers as c on s.customer_key = c.customer_key
),
counted as (
    select e.cohort_place, e.age, sum(s.customers) as customers
    from (
        select cohort_place, from_age, to_age, count(*) as customers
        from spans
        group by cohort_place, from_age, to_age
    ) as s
    inner join cells as e on s.cohort_place = e.cohort_place and e.age between s.from_age and s.to_age
    group by e.cohort_place, e.age
),
earned as (
    select e.cohort_place, e.age, sum(b.revenue) as revenue
    from taken as b
    inner join cells as e
        on b.cohort_place = e.cohort_place
        and e.age <= case $seen when 'rolling' then b.age + 2 else b.age end
        and e.age >= case $seen when 'on_or_after' then 0 else b.age end
    group by e.cohort_place, e.age
),
by_cell as (
    select
        e.*,
        coalesce(n.customers, 0) as customers,
        coalesce(m.revenue, 0) as revenue,
    from cells as e
    left join counted as n on e.cohort_place = n.cohort_place and e.age = n.age
    left join earned as m on e.cohort_place = m.cohort_place and e.age = m.age
),
told as (
    -- Beside every cell the one before it and the first of its cohort.
    select
        e.*,
        b.customers as customers_before,
        b.revenue as revenue_before,
        f.revenue as revenue_first,
    from by_cell as e
    left join by_cell as b on e.cohort_place = b.cohort_place and e.age - 1 = b.age
    inner join by_cell as f on e.cohort_place = f.cohort_place and f.age = 0
),
rows_shown as (
    select
        false as is_mean, cohort_on, age, is_unfinished, cohort_customers, customers, revenue, customers_before,
        revenue_before, revenue_first,
    from told
    union all
    select
        true as is_mean,
        null as cohort_on,
        age,
        false as is_unfinished,
        sum(cohort_customers) as cohort_customers,
        sum(customers) as customers,
        sum(revenue) as revenue,
        sum(customers_before) as customers_before,
        sum(revenue_before) as revenue_before,
        sum(revenue_first) as revenue_first,
    from told
    where not is_unfinished
    group by age
)
-- answer
select
    cohort_on,
    age,
    is_unfinished,
    cast(cohort_customers as bigint) as cohort_customers,
    cast(customers as bigint) as customers,
    cast(customers as double) / nullif(cohort_customers, 0) as retention_share,
    cast(customers as double) / nullif(customers_before, 0) as retention_ratio,
    cast(revenue as decimal(18, 4)) as revenue,
    cast(revenue as double) / nullif(revenue_first, 0) as revenue_kept,
    cast(revenue as double) / nullif(revenue_before, 0) as revenue_ratio,
    (select cast(sum(cohort_customers) as bigint) from sizes) as new_customers,
from rows_shown
order by is_mean, cohort_on, age
