-- One row: the usual days between two purchases of one product by one customer, the middle one of all pairs of the two
-- with at least three, each counted once by its own mean. NULL where there is no such pair.
-- needs: product_days
select avg(gap_days) as typical_days
from (
    select
        gap_days,
        row_number() over (order by gap_days) as place,
        count(*) over (partition by true) as pair_count,
    from (
        select cast(date_diff('day', min(order_on), max(order_on)) as double) / nullif(count(*) - 1, 0) as gap_days
        from product_days
        group by customer_key, product_id
    )
)
-- The one in the middle, or the two beside it.
where 2 * place between pair_count and pair_count + 2
