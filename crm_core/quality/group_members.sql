-- The customers of proposed groups, with what a reader needs to tell whether they are one.
with bought as (
    select
        customer_key,
        count(case when is_sale then 1 end) as order_count,
        cast(sum(sale_amount) as decimal(18, 4)) as revenue,
    from mart.orders
    where customer_key in (
        select customer_key from mart.customers where list_contains($customer_ids, customer_id)
    )
    group by customer_key
)
select
    c.customer_id,
    c.customer_name,
    c.region,
    c.city,
    coalesce(b.order_count, 0) as order_count,
    b.revenue,
    c.last_order_on,
from mart.customers as c
left join bought as b on c.customer_key = b.customer_key
where list_contains($customer_ids, c.customer_id)
order by c.customer_id;
