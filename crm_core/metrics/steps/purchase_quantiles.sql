-- One row: after how much of a customer's usual gap, to the nearest hundredth, these shares of all silences that ended
-- in a purchase were over: the early ones, one half, most, nearly all. The usual gap is the one known when they began.
-- kept: one row, which every card about waiting reads
-- needs: purchase_days, purchase_gap
select
    min(case when reached >= $quantiles[1] * gap_count then part end) as early,
    min(case when reached >= $quantiles[2] * gap_count then part end) as middle,
    min(case when reached >= $quantiles[3] * gap_count then part end) as late,
    min(case when reached >= $quantiles[4] * gap_count then part end) as last,
from (
    select
        part,
        sum(gaps) over (order by part) as reached,
        sum(gaps) over (partition by true) as gap_count,
    from (
        select
            floor(
                100.0 * date_diff('day', p.order_on, p.next_on) * p.number
                / nullif(date_diff('day', p.first_on, p.order_on) + g.typical_days, 0) + 0.5
            ) / nullif(100, 0) as part,
            count(*) as gaps,
        from purchase_days as p
        cross join purchase_gap as g
        where p.next_on is not null
        group by 1
    )
)
