-- Order numbers that stand for several orders: of several customers, or of several days where no customer is named.
-- Of many numbers some are looked at, the same in every file. One row: numbers of several lines, those of which no line
-- names a customer; of both how many stand for several orders, and one of them.
with numbers as (
    select
        order_id,
        max(customer_id) is null as is_anonymous,
        case
            when max(customer_id) is null then cast(min(order_at) as date) <> cast(max(order_at) as date)
            else min(customer_id) <> max(customer_id)
        end as is_several,
    from (
        -- Files without customers have no such column.
        select cast(null as varchar) as order_id, cast(null as varchar) as customer_id, cast(null as timestamp) as order_at
        where false
        union all by name
        select columns('^(order_id|customer_id|order_at)$$') from ${lines}
    )
    where hash(order_id) % ${every} = 0
    group by order_id
    having count(*) > 1
)
select
    count(case when not is_anonymous then 1 end),
    count(case when not is_anonymous and is_several then 1 end),
    count(case when is_anonymous then 1 end),
    count(case when is_anonymous and is_several then 1 end),
    min(case when is_several then order_id end),
from numbers
