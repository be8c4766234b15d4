-- The complaints of one customer up to the as-of day, those that are not resolved first, then the newest.
select
    case_id,
    opened_on,
    cause,
    is_open,
    case when is_open then 'open' when verdict in ('full', 'partial', 'none') then verdict else 'not_asked' end as outcome,
    case when is_open then date_diff('day', opened_on, $as_of) end as open_days,
from (
    select *, ending = 'open' or coalesce(resolved_on > $as_of, false) as is_open
    from mart.cases
    where customer_key = $customer_key and is_complaint and opened_on <= $as_of
)
order by is_open desc, opened_on desc, case_key desc
