-- metric: quality.unmatched
-- grain:  one row per way in which tables should fit together: how many rows find no partner
-- needs:  customers, orders, transactions, customer_costs, products
-- requires: orders
-- column: link  code
-- column: unmatched_count  count
-- column: total_count  count
-- column: unmatched_share  share
-- column: customers  count
-- rate:   unmatched_share = unmatched_count / total_count
-- chart:  bars link unmatched_share unmatched_count
-- n:      leading total_count
-- source: M-76, F-133, F-134, S-33
with bought as (
    select
        customer_key,
        count(*) as order_count,
        cast(sum(amount) as decimal(18, 4)) as revenue,
    from orders
    where customer_key is not null
    group by customer_key
),
known as (
    select
        (select count(*) from customers where is_registered) as registered_count,
        (select count(*) from products) as product_count
),
off_list as (
    select t.customer_key, t.product_id
    from transactions as t
    left join products as p on cast(t.product_id as varchar) = p.product_id
    where t.product_id is not null and p.product_id is null
),
behind as (
    -- Without a customer or product file nothing can be said about what it lacks.
    select 'order_customer_not_on_file' as link, b.customer_key
    from bought as b
    inner join customers as c on b.customer_key = c.customer_key
    cross join known
    where not c.is_registered and known.registered_count > 0
    union all
    select 'customer_without_order' as link, c.customer_key
    from customers as c
    left join bought as b on c.customer_key = b.customer_key
    where c.is_registered and b.customer_key is null
    union all
    select 'product_not_on_file' as link, o.customer_key
    from off_list as o
    cross join known
    where o.customer_key is not null and known.product_count > 0
    group by o.customer_key
    union all
    select 'cost_customer_not_on_file' as link, s.customer_key
    from customer_costs as s
    inner join customers as c on s.customer_key = c.customer_key
    cross join known
    where not c.is_registered and known.registered_count > 0
    group by s.customer_key
),
members as (
    select
        h.link,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        b.revenue,
        coalesce(b.order_count, 0) as order_count,
        c.first_order_on,
        c.last_order_on,
    from behind as h
    inner join customers as c on h.customer_key = c.customer_key
    left join bought as b on h.customer_key = b.customer_key
),
listed as (
    select link, count(*) as customers from members group by link
),
found as (
    select
        1 as place,
        'order_without_customer' as link,
        count(case when customer_key is null then 1 end) as unmatched_count,
        count(*) as total_count,
    from orders
    union all
    select
        2 as place,
        'order_customer_not_on_file' as link,
        count(case when not c.is_registered then 1 end) as unmatched_count,
        count(o.customer_key) as total_count,
    from orders as o
    left join customers as c on o.customer_key = c.customer_key
    union all
    select
        3 as place,
        'customer_without_order' as link,
        count(case when b.customer_key is null then 1 end) as unmatched_count,
        count(*) as total_count,
    from customers as c
    left join bought as b on c.customer_key = b.customer_key
    where c.is_registered
    union all
    select
        4 as place,
        'product_not_on_file' as link,
        (select count(*) from off_list) as unmatched_count,
        count(product_id) as total_count,
    from transactions
    union all
    select
        5 as place,
        'cost_customer_not_on_file' as link,
        count(case when not c.is_registered then 1 end) as unmatched_count,
        count(*) as total_count,
    from customer_costs as s
    inner join customers as c on s.customer_key = c.customer_key
),
sayable as (
    select
        f.place,
        f.link,
        f.unmatched_count,
        f.total_count,
        case
            when f.total_count = 0 then false
            when f.place in (2, 3, 5) then known.registered_count > 0
            when f.place = 4 then known.product_count > 0
            else true
        end as is_sayable,
    from found as f
    cross join known
)
-- answer
select
    s.link,
    case when s.is_sayable then s.unmatched_count end as unmatched_count,
    s.total_count,
    case when s.is_sayable then cast(s.unmatched_count as double) / nullif(s.total_count, 0) end as unmatched_share,
    case when s.is_sayable and s.link <> 'order_without_customer' then coalesce(l.customers, 0) end as customers,
from sayable as s
left join listed as l on s.link = l.link
order by s.place
