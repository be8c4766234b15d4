-- One row: the usual days between two purchases, the middle one of all customers with at least two, each counted once by
-- its own mean. NULL where nobody bought on two days.
-- kept: one row, which every card about waiting reads
-- needs: purchase_days
select avg(gap_days) as typical_days
from (
    select
        gap_days,
        row_number() over (order by gap_days) as place,
        count(*) over (partition by true) as customer_count,
    from (
        select cast(date_diff('day', first_on, order_on) as double) / nullif(number - 1, 0) as gap_days
        from purchase_days
        where next_on is null and number > 1
    )
)
-- The one in the middle, or the two beside it.
where 2 * place between customer_count and customer_count + 2
