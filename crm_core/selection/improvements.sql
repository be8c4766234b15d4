-- Improvements done by the end of the days.
select i.*
from mart.improvements as i
where i.done_on <= least($to, $as_of)
