-- One row per order whose file says when it was shipped, delivered or taken back.
create table mart.order_promises as
select
    hash(coalesce(t.order_id, concat('@', t.customer_id, '@', t.order_at))) as order_key,
    max(k.customer_key) as customer_key,
    min(cast(t.order_at as date)) as order_on,
    date_diff('hour', min(t.order_at), max(t.shipped_at)) as ship_hours,
    date_diff('day', min(t.delivered_at), max(t.returned_at)) as return_days,
from source.transactions as t
left join customer_keys as k on t.customer_id = k.customer_id
where t.shipped_at is not null or t.delivered_at is not null or t.returned_at is not null
group by 1
order by order_on, order_key;
