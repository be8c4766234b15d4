-- One row: what is left of each unit of revenue of the last year after the cost of goods, over the orders whose cost is
-- known; where none is known, the margin that the reader assumes.
-- needs: orders_so_far
-- default: margin = 0.3
select
    coalesce(own_margin, $margin[1]) as margin,
    own_margin is null as is_assumed,
from (
    select cast(sum(amount - cost_amount) as double) / nullif(cast(sum(amount) as double), 0) as own_margin
    from orders_so_far
    where cost_amount is not null and order_on > least($to, $as_of) - interval 1 year
)
