-- metric: contact.lengths
-- grain:  one row per touchpoint (or channel) and month, of the last six months of the days; the longest at the bottom
-- needs:  touchpoint_contacts
-- requires: interactions
-- requires: contact_waits when measure=wait
-- requires: contact_lengths when measure=handle
-- filled: interactions.wait_seconds when measure = wait
-- filled: interactions.duration_s, interactions.ended_at when measure = handle
-- param:  place as contact.touchpoints
-- param:  measure = wait | handle
-- column: contact_month  code
-- column: touchpoint  code
-- column: timed_contacts  count
-- column: mean_seconds  number
-- column: longest_seconds  number
-- column: customers  count
-- mean:   mean_seconds of timed_contacts
-- less:   mean_seconds, longest_seconds
-- chart:  heat contact_month touchpoint mean_seconds
-- n:      timed_contacts
-- source: S-04, S-28, S-30, F-100, F-103
with timed as (
    -- Who is meant is as in contact.kpis: all who came in wait; handled is what was answered. Wide enough to square.
    select
        *,
        cast(case when $measure = 'wait' then wait_seconds else handle_seconds end as bigint) as seconds,
    from touchpoint_contacts
    where case when $measure = 'wait' then direction = 'in' else is_answered is distinct from false end
),
members as (
    select
        contact_month,
        touchpoint,
        customer_key,
        customer_id,
        customer_name,
        last_order_on,
        max(started_on) as last_contact_on,
        count(*) as contact_count,
    from timed
    where is_known and seconds is not null
    group by contact_month, touchpoint, customer_key, customer_id, customer_name, last_order_on
),
counted as (
    select
        contact_month,
        touchpoint,
        count(seconds) as timed_contacts,
        cast(sum(seconds) as double) / nullif(count(seconds), 0) as mean_seconds,
        -- Of whole sums: the interval ends in the same digits however the engine's threads add.
        cast(count(seconds) * sum(seconds * seconds) - sum(seconds) * sum(seconds) as double)
            / nullif(cast(count(seconds) as double) * (count(seconds) - 1), 0) as mean_seconds_variance,
        max(seconds) as longest_seconds,
        sum(seconds) as all_seconds,
        count(distinct case when is_known and seconds is not null then customer_key end) as customers,
    from timed
    group by contact_month, touchpoint
),
placed as (
    -- Where no contact is timed the touchpoint stands on top without a value: nobody is told that it has no waits.
    select
        touchpoint,
        row_number() over (
            order by
                cast(sum(all_seconds) as double) / nullif(cast(sum(timed_contacts) as double), 0) desc
                    nulls last,
                touchpoint
        ) as place,
    from counted
    group by touchpoint
)
-- answer
select
    n.contact_month,
    n.touchpoint,
    n.timed_contacts,
    n.mean_seconds,
    n.mean_seconds_variance,
    n.longest_seconds,
    n.customers,
from counted as n
inner join placed as p on n.touchpoint is not distinct from p.touchpoint
order by n.contact_month, p.place
