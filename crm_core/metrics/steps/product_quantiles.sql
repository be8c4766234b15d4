-- One row: as purchase_quantiles, of the silences of customers about a product after the third purchase or a later one.
-- needs: product_days, product_gap
select
    min(case when reached >= $quantiles[2] * gap_count then part end) as middle,
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
        from product_days as p
        cross join product_gap as g
        where p.next_on is not null and p.number > 2
        group by 1
    )
)
