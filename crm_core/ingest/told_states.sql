-- The states of a file with their rows and money. Where a file states payments, an unpaid row does not count.
with told as (
    select order_status, ${amount} as amount, ${paid_at} as paid_at
    from ${parquet}
    where batch_id = ${batch_id}
)
select order_status, count(*) as row_count, coalesce(sum(amount), 0)
from told
where order_status is not null and (paid_at is not null or (select count(paid_at) from told) = 0)
group by order_status
order by row_count desc, order_status
