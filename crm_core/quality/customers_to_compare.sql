-- Every customer of the customer file with what duplicates are told by, and the customer that it was merged into.
with ordered as (
    select customer_id, count(distinct order_id) as order_count
    from source.transactions
    where customer_id is not null
    group by customer_id
),
owners as (
    select customer_key, arg_min(customer_id, place) as owner
    from customer_keys
    where is_merged
    group by customer_key
)
select
    c.customer_id,
    coalesce(o.owner, c.customer_id) as owner,
    c.customer_name,
    c.customer_kind,
    c.phone,
    c.email,
    cast(c.birth_date as varchar) as birth,
    c.address,
    coalesce(n.order_count, 0) as order_count,
from source.customers as c
inner join customer_keys as k on c.customer_id = k.customer_id
left join owners as o on k.customer_key = o.customer_key
left join ordered as n on c.customer_id = n.customer_id
order by c.customer_id;
