-- Every order with the stage that it puts the customer in (M-11); from quiet_on on without another one it is
-- degeneration, from lost_on on lost. The first two orders are exploration, the next three formation. From the sixth on
-- the mean of the last three is held against the mean of all before: less than the first cut is degeneration, so much
-- more that those before are less than the second cut of it is formation still, all between is stability.
-- needs: purchases
select
    *,
    case
        when number <= 2 then 'exploration'
        when number <= 5 then 'formation'
        when spent - spent_earlier < $falls[1] * 3 * spent_earlier / nullif(number - 3, 0) then 'degeneration'
        when 3 * spent_earlier / nullif(number - 3, 0) < $falls[2] * (spent - spent_earlier) then 'formation'
        else 'stability'
    end as stage,
from purchases
