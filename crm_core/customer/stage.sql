-- The stage of the relation on the as-of day, as lifecycle.stages tells it of everybody. No row without a sale.
select
    case
        when lost_on <= least($to, $as_of) then 'lost'
        when quiet_on <= least($to, $as_of) then 'degeneration'
        else stage
    end as stage,
from stage_spans
where next_on is null
