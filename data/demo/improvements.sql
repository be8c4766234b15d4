-- one row per improvement, in order of day
select
    'I' || lpad(cast(improvement_no as varchar), 3, '0') as improvement_id,
    topic,
    root_cause,
    improvement_source,
    done_on
from improvements
