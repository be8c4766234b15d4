-- metric: whatif.clv_by_retention
-- grain:  one row per value of the dimension and retention rate; its own rate first, then rates to try; values after
--         the sixth are one row, other
-- needs:  customers, year_buyers, year_margin, breakdown_so_far
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  dimension = dimension
-- param:  margin of prediction.kpis
-- param:  discount of prediction.kpis
-- column: retention_step  code
-- column: value  text
-- column: clv_each  money
-- column: own_rate  share
-- column: kept_customers  count
-- column: earlier_customers  count
-- column: customers  count
-- column: profit_each  money
-- column: clv_multiple  number
-- column: all_customers  count
-- mean:   clv_each of customers
-- rate:   own_rate = kept_customers / earlier_customers
-- part:   value
-- chart:  matrix retention_step value clv_each
-- n:      first all_customers
-- source: M-18, M-24, S-17
with owned as (
    -- A customer belongs to the value that most of the money went to.
    select
        customer_key,
        dimension_value,
        row_number() over (partition by customer_key order by amount desc, dimension_value) as place,
    from breakdown_so_far
    where customer_key is not null
),
placed as (
    select
        o.dimension_value,
        row_number() over (order by sum(b.revenue_now) desc, o.dimension_value) as place,
        count(*) over (partition by true) as value_count,
    from year_buyers as b
    inner join owned as o on b.customer_key = o.customer_key and o.place = 1
    group by o.dimension_value
),
grouped as (
    select
        b.*,
        p.place,
        case when p.value_count > 7 and p.place > 6 then '…' else cast(p.dimension_value as varchar) end as value,
    from year_buyers as b
    inner join owned as o on b.customer_key = o.customer_key and o.place = 1
    inner join placed as p on o.dimension_value is not distinct from p.dimension_value
),
steps as (
    select *
    from (
        values (1, 'own', null), (2, 'r60', 0.6), (3, 'r70', 0.7), (4, 'r80', 0.8), (5, 'r90', 0.9)
    ) as t (step_order, retention_step, rate)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.retention_step,
        g.value,
        g.revenue_now as revenue,
        g.orders_now as order_count,
        g.last_on as last_order_on,
    from grouped as g
    inner join customers as c on g.customer_key = c.customer_key
    cross join steps as s
    where g.orders_now > 0
),
summed as (
    select
        value,
        min(place) as place,
        count(case when orders_now > 0 then 1 end) as customers,
        count(case when orders_then > 0 then 1 end) as earlier_customers,
        count(case when orders_then > 0 and orders_now > 0 then 1 end) as kept_customers,
        cast(count(case when orders_then > 0 and orders_now > 0 then 1 end) as double)
        / nullif(count(case when orders_then > 0 then 1 end), 0) as own_rate,
        cast(sum(case when orders_now > 0 then revenue_now end) as double) as revenue,
        var_samp(case when orders_now > 0 then cast(revenue_now as double) end) as variance,
    from grouped
    group by value
),
rated as (
    -- That all or none of fewer than thirty (SMALL_SAMPLE) came again is no rate to go by.
    select
        s.*,
        t.step_order,
        t.retention_step,
        case
            when t.rate is not null then t.rate
            when s.earlier_customers >= 30 or s.kept_customers between 1 and s.earlier_customers - 1 then s.own_rate
        end as rate,
    from summed as s
    cross join steps as t
),
multiplied as (
    -- The first margin comes after a year that the customer stayed: r + r² / (1 + i) and so on, each discounted.
    select
        r.*,
        r.rate / nullif(1 + $discount[1] - r.rate, 0) as clv_multiple,
        m.margin * r.revenue / nullif(r.customers, 0) as profit_each,
        m.margin * m.margin * r.variance as profit_variance,
    from rated as r
    cross join year_margin as m
)
-- answer
select
    retention_step,
    value,
    profit_each * clv_multiple as clv_each,
    profit_variance * clv_multiple * clv_multiple as clv_each_variance,
    own_rate,
    kept_customers,
    earlier_customers,
    customers,
    profit_each,
    clv_multiple,
    (select count(*) from grouped where orders_now > 0) as all_customers,
from multiplied
where customers > 0
order by place desc, step_order
