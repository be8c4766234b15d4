-- The stage of each relation at the end of the chosen days, as lifecycle.stages tells it of everybody, and the last
-- order. No row without a sale.
select
    customer_key,
    case
        when lost_on <= least($to, $as_of) then 'lost'
        when quiet_on <= least($to, $as_of) then 'degeneration'
        else stage
    end as stage,
    order_on as last_order_on,
from stage_spans
where next_on is null
