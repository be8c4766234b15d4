-- Every day on which a customer bought a product that was bought on three days or more: its number, the next one, the
-- first, and up to it the usual quantity and the price paid for one.
-- What is billed and is no product is none here.
-- needs: transactions_so_far, charges
with often as (
    -- Few pairs of a customer and a product have three lines at all: only their days are put in order.
    select customer_key, product_id
    from transactions_so_far
    where kind = 'sale' and customer_key is not null and product_id is not null and order_on <= $as_of
    group by customer_key, product_id
    having count(*) > 2
)
select
    customer_key,
    product_id,
    order_on,
    count(*) over pair_days as number,
    lead(order_on) over (partition by customer_key, product_id order by order_on) as next_on,
    min(order_on) over pair_days as first_on,
    cast(sum(quantity) over pair_days as double) / nullif(count(*) over pair_days, 0) as usual_quantity,
    cast(sum(amount) over pair_days as double) / nullif(cast(sum(quantity) over pair_days as double), 0) as usual_price,
from (
    select
        t.customer_key,
        t.product_id,
        t.order_on,
        sum(t.quantity) as quantity,
        sum(t.amount) as amount,
        count(*) over (partition by t.customer_key, t.product_id) as day_count,
    from transactions_so_far as t
    inner join often as o on t.customer_key = o.customer_key and t.product_id = o.product_id
    where t.kind = 'sale' and t.order_on <= $as_of
    group by t.customer_key, t.product_id, t.order_on
)
where day_count > 2
    and cast(product_id as varchar) not in (select value from charges where dimension = 'transactions.product_id')
window pair_days as (partition by customer_key, product_id order by order_on rows unbounded preceding)
