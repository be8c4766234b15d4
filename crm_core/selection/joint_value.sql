-- What customers and we save together: of each customer and source the latest period that has begun.
select customer_key, value_source, cost_before, cost_after
from (
    select
        *,
        dense_rank() over (
            partition by customer_key, value_source
            order by coalesce(period_on, date '0001-01-01') desc, coalesce(period, '') desc
        ) as newness,
    from mart.joint_value
    where (period_on is null or period_on <= $to)
)
where newness = 1
/* of customers */
