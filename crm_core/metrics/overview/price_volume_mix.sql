-- metric: overview.price_volume_mix
-- grain:  one row per step from the revenue of the days compared with to that of the chosen days
-- needs:  customers, transactions, transactions_before
-- requires: orders
-- requires: one_currency
-- requires: quantities
-- column: step  code
-- column: amount  money
-- column: products  count
-- column: lines  count
-- chart:  bridge step amount products
-- n:      lines
-- source: M-07
-- before and all steps add up to now, to the last decimal: volume and price are rounded to four decimals, mix is what
-- they leave of the change of the same products, other what all steps leave of the whole change.
--   volume, price, mix  products sold in both periods, by their lines with a quantity (kept)
--   new_products        products without a sale in the days compared with, all their lines
--   ended_products      products without a sale in the chosen days, all their lines
--   other               lines without a product or, of a product sold in both periods, without a quantity; returns
-- Quantities of different units are added up; what this distorts in volume stands in mix with the opposite sign.
-- Under the net rule a price is what was left per unit after refunds.
with told as (
    select
        customer_key,
        case when kind = 'sale' then product_id end as product_id,
        case when quantity > 0 then quantity end as quantity,
        amount,
        true as is_now,
    from transactions
    union all
    select
        customer_key,
        case when kind = 'sale' then product_id end as product_id,
        case when quantity > 0 then quantity end as quantity,
        amount,
        false as is_now,
    from transactions_before
),
sold as (
    select
        product_id,
        count(case when is_now then 1 end) as line_count,
        count(case when not is_now then 1 end) as line_count_before,
        sum(case when is_now then amount else 0 end) as whole_revenue,
        sum(case when is_now then 0 else amount end) as whole_revenue_before,
        sum(case when is_now then quantity end) as quantity,
        sum(case when not is_now then quantity end) as quantity_before,
        cast(sum(case when is_now and quantity is not null then amount else 0 end) as decimal(18, 4)) as revenue,
        cast(
            sum(case when not is_now and quantity is not null then amount else 0 end) as decimal(18, 4)
        ) as revenue_before,
    from told
    group by product_id
),
parted as (
    select
        *,
        case
            when product_id is null then 'other'
            when line_count_before = 0 then 'new_products'
            when line_count = 0 then 'ended_products'
            when quantity is not null and quantity_before is not null then 'kept'
            else 'other'
        end as part,
    from sold
),
kept as (
    select
        count(*) as products,
        cast(coalesce(sum(revenue - revenue_before), 0) as decimal(18, 4)) as change,
        -- Units more or fewer, at the mean price of all units before.
        cast(
            coalesce(
                (cast(sum(quantity) as double) - cast(sum(quantity_before) as double))
                * cast(sum(revenue_before) as double) / nullif(cast(sum(quantity_before) as double), 0), 0
            ) as decimal(18, 4)
        ) as volume,
        -- Every product's change of price, for the units sold now.
        cast(
            coalesce(
                sum(
                    cast(revenue as double)
                    - cast(revenue_before as double) * cast(quantity as double)
                    / nullif(cast(quantity_before as double), 0)
                ), 0
            ) as decimal(18, 4)
        ) as price,
    from parted
    where part = 'kept'
),
whole as (
    select
        cast(coalesce(sum(whole_revenue), 0) as decimal(18, 4)) as revenue,
        cast(coalesce(sum(whole_revenue_before), 0) as decimal(18, 4)) as revenue_before,
        cast(coalesce(sum(case when part = 'new_products' then whole_revenue end), 0) as decimal(18, 4)) as gained,
        cast(coalesce(sum(case when part = 'ended_products' then whole_revenue_before end), 0) as decimal(18, 4)) as gone,
        count(case when product_id is not null and line_count > 0 then 1 end) as products,
        count(case when product_id is not null and line_count_before > 0 then 1 end) as products_before,
        count(case when part = 'new_products' then 1 end) as new_products,
        count(case when part = 'ended_products' then 1 end) as ended_products,
        cast(coalesce(sum(line_count), 0) as bigint) as lines,
        cast(coalesce(sum(line_count_before), 0) as bigint) as lines_before,
    from parted
),
bought as (
    -- Whose lines belong to which part; a product's lines without a quantity are not among those compared.
    select
        t.customer_key,
        case when p.part = 'kept' and t.quantity is null then 'other' else p.part end as part,
        count(case when t.is_now then 1 end) as line_count,
        count(case when not t.is_now then 1 end) as line_count_before,
        sum(case when t.is_now then t.amount else 0 end) as revenue,
        sum(case when t.is_now then 0 else t.amount end) as revenue_before,
    from told as t
    inner join parted as p on t.product_id is not distinct from p.product_id
    where t.customer_key is not null
    group by t.customer_key, 2
),
parts as (
    select *
    from (
        values
        ('kept', 'volume'), ('kept', 'price'), ('kept', 'mix'), ('new_products', 'new_products'),
        ('ended_products', 'ended_products'), ('other', 'other')
    ) as t (part, step)
),
listed as (
    select s.step, b.customer_key, b.revenue, b.revenue_before
    from bought as b
    inner join parts as s on b.part = s.part
    union all
    select 'before' as step, customer_key, sum(revenue) as revenue, sum(revenue_before) as revenue_before
    from bought
    group by customer_key
    having sum(line_count_before) > 0
    union all
    select 'now' as step, customer_key, sum(revenue) as revenue, sum(revenue_before) as revenue_before
    from bought
    group by customer_key
    having sum(line_count) > 0
),
members as (
    -- The customers whose lines a step is about; volume, price and mix are about the same ones.
    select
        l.step,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        cast(l.revenue as decimal(18, 4)) as revenue,
        cast(l.revenue_before as decimal(18, 4)) as revenue_before,
        cast(l.revenue - l.revenue_before as decimal(18, 4)) as change,
        c.last_order_on,
    from listed as l
    inner join customers as c on l.customer_key = c.customer_key
),
steps as (
    select 1 as step_order, 'before' as step, revenue_before as amount, products_before as products, lines_before as lines
    from whole
    union all
    select 2 as step_order, 'volume' as step, volume as amount, products, null as lines from kept
    union all
    select 3 as step_order, 'price' as step, price as amount, products, null as lines from kept
    union all
    select 4 as step_order, 'mix' as step, change - volume - price as amount, products, null as lines from kept
    union all
    select 5 as step_order, 'new_products' as step, gained as amount, new_products as products, null as lines from whole
    union all
    select 6 as step_order, 'ended_products' as step, -gone as amount, ended_products as products, null as lines
    from whole
    union all
    select
        7 as step_order,
        'other' as step,
        w.revenue - w.revenue_before - k.change - w.gained + w.gone as amount,
        null as products,
        null as lines,
    from whole as w
    cross join kept as k
    union all
    select 8 as step_order, 'now' as step, revenue as amount, products, lines from whole
)
-- answer
select
    step,
    cast(amount as decimal(18, 4)) as amount,
    products,
    lines,
from steps
order by step_order
