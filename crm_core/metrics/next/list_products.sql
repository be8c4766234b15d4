-- metric: next.list_products
-- grain:  one row per product on the lists of the coming fortnight, most customers first; those after the eleventh are
--         one row, other
-- forecast: the lists of the fortnight to come
-- needs:  customers, list_lines, product_names
-- requires: orders
-- requires: customer_id
-- requires: products
-- requires: quantities
-- requires: one_currency
-- param:  weekly = amount 25
-- param:  budget = 0.05
-- param:  quantiles of next.due
-- column: product  text
-- column: customers  count
-- column: listed_items  count
-- column: usual_amount  money
-- column: discount  money
-- column: supplier_part  money
-- column: our_part  money
-- part:   product
-- chart:  bars product customers our_part
-- n:      customers
-- source: S-45, S-34, M-77, M-78, F-14, F-15, T-price_list
with named as (
    select
        i.*,
        coalesce(n.product_name, i.product_id) as product_name,
    from list_lines as i
    left join product_names as n on i.product_id = n.product_id
    where i.cycle = 0 and i.item_state = 'listed'
),
placed as (
    select
        product_name,
        row_number() over (order by count(*) desc, product_name) as place,
        count(*) over (partition by true) as product_count,
    from named
    group by product_name
),
folded as (
    select
        case when p.product_count > 12 and p.place > 11 then '…' else n.product_name end as product,
        n.customer_key,
        count(*) as listed_items,
        min(n.due_on) as due_on,
        cast(sum(n.usual_price * n.usual_quantity) as decimal(18, 4)) as usual_amount,
        cast(sum(n.discount) as decimal(18, 4)) as discount,
        cast(sum(n.supplier_part) as decimal(18, 4)) as supplier_part,
    from named as n
    inner join placed as p on n.product_name = p.product_name
    group by 1, n.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        f.product,
        f.due_on,
        f.listed_items,
        f.usual_amount,
        f.discount,
        f.supplier_part,
        cast(f.discount - f.supplier_part as decimal(18, 4)) as our_part,
    from folded as f
    inner join customers as c on f.customer_key = c.customer_key
)
-- answer
select
    product,
    count(*) as customers,
    cast(sum(listed_items) as bigint) as listed_items,
    cast(sum(usual_amount) as decimal(18, 4)) as usual_amount,
    cast(sum(discount) as decimal(18, 4)) as discount,
    cast(sum(supplier_part) as decimal(18, 4)) as supplier_part,
    cast(sum(our_part) as decimal(18, 4)) as our_part,
from members
group by product
order by product = '…', count(*) desc, product
