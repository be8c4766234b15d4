-- One row: the usual days between two orders, the middle one of all customers with at least two, each counted once by
-- its own mean. NULL where nobody ordered twice, or where the middle one is none at all (orders of one day): no silence
-- tells anything then, or everybody would be lost on the day of the order.
-- kept: one row, which every card about rhythm and stage reads
-- needs: customer_lives
select nullif(avg(gap_days), 0) as typical_days
from (
    select
        gap_days,
        row_number() over (order by gap_days) as place,
        count(*) over (partition by true) as customer_count,
    from (
        select cast(date_diff('day', first_on, last_on) as double) / nullif(order_count - 1, 0) as gap_days
        from customer_lives
        where order_count > 1
    )
)
-- The one in the middle, or the two beside it.
where 2 * place between customer_count and customer_count + 2
