-- What customers need, by supplier: of each customer and segment the latest period that has begun.
select customer_key, segment, supplier, is_self, is_self_made, units
from (
    select
        *,
        dense_rank() over (
            partition by customer_key, segment
            order by coalesce(period_on, date '0001-01-01') desc, coalesce(period, '') desc
        ) as newness,
    from mart.account_demand
    where (period_on is null or period_on <= $to)
)
where newness = 1
/* of customers */
