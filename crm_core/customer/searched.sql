-- Customers by the whole or the beginning of their id, a part of their name, or the end of their phone; best first.
select * exclude (how)
from (
    select
        c.*,
        case
            when lower(c.customer_id) = $asked then 1
            when c.phone_end = $phone_end then 2
            when lower(c.customer_name) = $asked then 3
            when starts_with(lower(c.customer_id), $asked) then 4
            when contains(lower(c.customer_name), $asked) then 5
        end as how,
    from mart.customers as c
)
where how is not null
order by how, last_order_on desc nulls last, customer_key
limit $most
