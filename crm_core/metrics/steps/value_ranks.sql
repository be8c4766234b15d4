-- Every value of the break-down with its place by revenue, the first = 1. named_place: where what is not written stands
-- behind all values that are; value_count and named_count count them with and without it.
-- needs: breakdown
select
    dimension_value,
    revenue,
    row_number() over (order by revenue desc, dimension_value) as place,
    row_number() over (order by dimension_value is null, revenue desc, dimension_value) as named_place,
    count(*) over (partition by true) as value_count,
    count(dimension_value) over (partition by true) as named_count,
from (
    select dimension_value, sum(amount) as revenue
    from breakdown
    group by dimension_value
)
