-- metric: value.abc_products
-- grain:  one row per class, A first, also for a class that no product is in
-- needs:  customers, transactions, charges
-- requires: orders
-- requires: products
-- requires: one_currency
-- param:  cuts = 0.80, 0.95
-- param:  charges = counted | left_out
-- column: product_class  code
-- column: products  count
-- column: product_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: customers  count
-- whole:  product_share, revenue_share
-- chart:  bars product_class revenue_share product_share
-- n:      products
-- source: M-02, S-53
with products_sold as (
    select product_id, sum(amount) as revenue
    from transactions
    where product_id is not null
        and (
            $charges = 'counted'
            or cast(product_id as varchar) not in (
                select value from charges where dimension = 'transactions.product_id'
            )
        )
    group by product_id
),
running as (
    select
        *,
        sum(revenue) over (order by revenue desc, cast(product_id as varchar) rows unbounded preceding)
        - revenue as revenue_before,
        sum(revenue) over (partition by true) as total,
    from products_sold
),
classed as (
    -- The share before a product decides, as in value.abc.
    select
        product_id,
        revenue,
        case
            when revenue <= 0 then 'c'
            when revenue_before < $cuts[1] * total then 'a'
            when revenue_before < $cuts[2] * total then 'b'
            else 'c'
        end as product_class,
    from running
),
bought as (
    select t.customer_key, k.product_class, sum(t.amount) as revenue
    from transactions as t
    inner join classed as k on t.product_id = k.product_id
    where t.customer_key is not null
    group by t.customer_key, k.product_class
),
members as (
    select
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        b.customer_key,
        cast(b.revenue as decimal(18, 4)) as revenue,
        b.product_class,
    from bought as b
    inner join customers as c on b.customer_key = c.customer_key
),
summed as (
    select product_class, count(*) as products, sum(revenue) as revenue from classed group by product_class
),
buyers as (
    select product_class, count(*) as customers from bought group by product_class
),
classes as (
    select * from (values ('a'), ('b'), ('c')) as t (product_class)
)
-- answer
select
    t.product_class,
    coalesce(s.products, 0) as products,
    cast(coalesce(s.products, 0) as double) / nullif(sum(s.products) over (partition by true), 0) as product_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    -- Who bought is unknown where no line says it.
    case when s.products is null or (select count(*) from buyers) > 0 then coalesce(b.customers, 0) end as customers,
from classes as t
left join summed as s on t.product_class = s.product_class
left join buyers as b on t.product_class = b.product_class
order by t.product_class
