-- Everybody's wait for the next purchase as it stands today (days_ago 0) and as it stood a fortnight (14) and eight weeks
-- (56) ago: the latest purchase up to that day (seen_on) and what it says. Who has no usual gap waits for nothing.
-- needs: purchase_due
with late_enough as (
    select *
    from purchase_due
    where due_on is not null and (next_on is null or next_on > least($to, $as_of) - 56)
)
select 0 as days_ago, least($to, $as_of) as seen_on, *
from late_enough
where next_on is null
union all
select 14 as days_ago, least($to, $as_of) - 14 as seen_on, *
from late_enough
where order_on <= least($to, $as_of) - 14 and (next_on is null or next_on > least($to, $as_of) - 14)
union all
select 56 as days_ago, least($to, $as_of) - 56 as seen_on, *
from late_enough
where order_on <= least($to, $as_of) - 56 and (next_on is null or next_on > least($to, $as_of) - 56)
