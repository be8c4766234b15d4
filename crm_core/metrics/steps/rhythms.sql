-- Every buyer's usual gap at the end of the chosen days, and after how many days of silence it is conspicuous (quiet)
-- and long enough to call the customer lost. The customer's own mean gap is drawn towards the typical one as if that
-- had been one gap more, so one order has the typical gap. NULL where nobody ordered twice: then no silence tells.
-- needs: customer_lives, typical_gap
select
    r.*,
    cast(ceil(case $patience when 'x3' then 3 when 'x4' then 4 else 2 end * usual_days) as integer) as quiet_days,
    cast(ceil(case $patience when 'x3' then 6 when 'x4' then 8 else 4 end * usual_days) as integer) as lost_days,
from (
    select
        l.*,
        (date_diff('day', l.first_on, l.last_on) + t.typical_days) / nullif(l.order_count, 0) as usual_days,
    from customer_lives as l
    cross join typical_gap as t
) as r
