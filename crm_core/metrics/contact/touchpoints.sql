-- metric: contact.touchpoints
-- grain:  one row per touchpoint (or channel) and month, of the last six months of the days; the best on top
-- needs:  touchpoint_contacts
-- requires: interactions
-- requires: contact_answers when measure=answered
-- requires: contact_transfers when measure=direct
-- requires: bot_contacts when measure=contained
-- requires: contact_preferences when measure=preferred
-- requires: contact_outcomes when measure=noted
-- filled: interactions.touchpoint when place = touchpoint
-- filled: interactions.channel when place = channel
-- param:  place = touchpoint | channel
-- param:  measure = recognised | answered | solved | direct | contained | preferred | noted
-- param:  within as contact.kpis
-- column: contact_month  code
-- column: touchpoint  code
-- column: inbound_contacts  count
-- column: measured_contacts  count
-- column: met_contacts  count
-- column: met_rate  share
-- column: scored_contacts  count
-- column: contact_score  score
-- column: customers  count
-- rate:   met_rate = met_contacts / measured_contacts
-- mean:   contact_score of scored_contacts
-- chart:  heat contact_month touchpoint met_rate
-- n:      measured_contacts
-- source: S-30, S-09, S-13, S-28, S-46, S-54, M-29, F-103, F-104, F-106, F-108
with dated as (
    -- Whether the contact met what is looked at, by the rules of contact.kpis; unknown where it is not judged by it.
    select
        *,
        case
            when $measure = 'contained' then case when handled_by = 'bot' then transfers = 0 end
            when direction <> 'in' then null
            when $measure = 'recognised' then is_recognised
            when $measure = 'answered' then is_answered
            when $measure = 'direct' then transfers = 0
            when $measure = 'preferred' then is_preference_used
            when $measure = 'noted' then is_noted
            when customer_key is null or is_answered = false then null
            when seen_seconds >= 86400 * cast($within as integer)
                then coalesce(again_seconds > 86400 * cast($within as integer), true)
        end as is_met,
    from touchpoint_contacts
    where direction = 'in' or handled_by = 'bot'
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
    from dated
    where is_known
    group by contact_month, touchpoint, customer_key, customer_id, customer_name, last_order_on
),
counted as (
    select
        contact_month,
        touchpoint,
        count(case when direction = 'in' then 1 end) as inbound_contacts,
        count(is_met) as measured_contacts,
        count(case when is_met then 1 end) as met_contacts,
        count(survey_score) as scored_contacts,
        cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as contact_score,
        cast(count(survey_score) * sum(survey_score * survey_score) - sum(survey_score) * sum(survey_score) as double)
            / nullif(cast(count(survey_score) as double) * (count(survey_score) - 1), 0) as contact_score_variance,
        count(distinct case when is_known then customer_key end) as customers,
    from dated
    group by contact_month, touchpoint
),
placed as (
    -- Touchpoints by the rate of all their months, the worst first: that row lies at the bottom. Where nothing can be
    -- judged by what is looked at, as a hotline by its bot, there is no row.
    select
        touchpoint,
        row_number() over (
            order by cast(sum(met_contacts) as double) / nullif(cast(sum(measured_contacts) as double), 0), touchpoint
        ) as place,
    from counted
    group by touchpoint
    having sum(measured_contacts) > 0
)
-- answer
select
    n.contact_month,
    n.touchpoint,
    n.inbound_contacts,
    n.measured_contacts,
    n.met_contacts,
    cast(n.met_contacts as double) / nullif(n.measured_contacts, 0) as met_rate,
    n.scored_contacts,
    n.contact_score,
    n.contact_score_variance,
    n.customers,
from counted as n
inner join placed as p on n.touchpoint is not distinct from p.touchpoint
order by n.contact_month, p.place
