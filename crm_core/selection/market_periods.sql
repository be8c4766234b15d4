-- The units of each segment's market in its latest period that has begun (newness 1) and in the one before (2).
select segment, newness, sum(market_units) as market_units
from (
    select
        segment,
        market_units,
        dense_rank() over (
            partition by segment
            order by coalesce(period_on, date '0001-01-01') desc, coalesce(period, '') desc
        ) as newness,
    from mart.market_volume
    where (period_on is null or period_on <= $to)
)
where newness <= 2
group by segment, newness
