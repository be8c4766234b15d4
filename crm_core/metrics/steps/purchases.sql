-- Every order of a customer up to the end of the chosen days: its number, the day of the next one, and, by the usual gap
-- as it was known then (as in rhythms), from which day on the silence after it was conspicuous (quiet_on) and long
-- enough to call the customer lost (lost_on), whether or not an order came before. spent is what was spent up to it,
-- spent_earlier up to the third before it (NULL up to the third order).
-- needs: sales, typical_gap
select
    p.*,
    order_on + cast(
        ceil(case $patience when 'x3' then 3 when 'x4' then 4 else 2 end * usual_days) as integer
    ) as quiet_on,
    order_on + cast(
        ceil(case $patience when 'x3' then 6 when 'x4' then 8 else 4 end * usual_days) as integer
    ) as lost_on,
from (
    select
        s.customer_key,
        s.order_on,
        s.amount,
        s.number,
        s.next_on,
        s.first_on,
        cast(s.spent as double) as spent,
        cast(s.spent_earlier as double) as spent_earlier,
        (date_diff('day', s.first_on, s.order_on) + t.typical_days) / nullif(s.number, 0) as usual_days,
    from sales as s
    cross join typical_gap as t
) as p
