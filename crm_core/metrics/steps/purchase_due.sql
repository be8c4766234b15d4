-- Every purchase day with the customer's usual gap as it was known then (the own mean drawn towards the typical one, as
-- if that had been one gap more) and the days on which the next purchase is due: the window from early_on to late_on,
-- most likely due_on, and given up on gone_on. NULL where nobody bought on two days.
-- needs: purchase_days, purchase_gap, purchase_quantiles
select
    *,
    order_on + cast(floor(early * usual_days + 0.5) as integer) as early_on,
    order_on + cast(floor(middle * usual_days + 0.5) as integer) as due_on,
    order_on + cast(floor(late * usual_days + 0.5) as integer) as late_on,
    order_on + cast(floor(last * usual_days + 0.5) as integer) as gone_on,
from (
    select
        p.*,
        q.*,
        (date_diff('day', p.first_on, p.order_on) + g.typical_days) / nullif(p.number, 0) as usual_days,
    from purchase_days as p
    cross join purchase_gap as g
    cross join purchase_quantiles as q
)
