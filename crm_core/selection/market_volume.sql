-- The market by brand: of each segment the latest period that has begun. It is of no customer.
select segment, sub_segment, brand, market_units, market_value
from (
    select
        *,
        dense_rank() over (
            partition by segment
            order by coalesce(period_on, date '0001-01-01') desc, coalesce(period, '') desc
        ) as newness,
    from mart.market_volume
    where (period_on is null or period_on <= $to)
)
where newness = 1
