-- needs: placed_complaints
-- How long each complaint took to its first answer and to its end, as far as is known at the end of the last day; of what
-- has not ended only that it has lasted so long. What is dated wrong, and an answer or an end that nobody wrote down, takes no
-- part.
select
    value,
    measure,
    coalesce(minutes is not null and opened_at + to_minutes(minutes) < ends_at, false) as has_ended,
    case
        when minutes is not null and opened_at + to_minutes(minutes) < ends_at then minutes
        else date_diff('minute', opened_at, ends_at)
    end as minutes,
from (
    select
        c.value,
        m.measure,
        case when m.measure = 'response' then c.response_minutes else c.resolution_minutes end as minutes,
        c.opened_at,
        c.ending,
        least($to, $as_of) + interval 1 day as ends_at,
    from placed_complaints as c
    cross join (values ('response'), ('resolution')) as m (measure)
    where not c.is_misdated
) as t
where minutes is not null or ending = 'open'
