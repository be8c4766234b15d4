-- metric: contact.kpis
-- grain:  one row
-- needs:  customers, interactions
-- requires: interactions
-- param:  within = 7 | 1 | 3 | 14 | 30
-- column: contacts  count
-- column: anonymous_contacts  count
-- column: answer_known  count
-- column: answered_contacts  count
-- column: answer_rate  share
-- column: unanswered_customers  count
-- column: wait_median  count
-- column: wait_p90  count
-- column: handle_median  count
-- column: judged_contacts  count
-- column: solved_contacts  count
-- column: first_contact_rate  share
-- column: too_new_contacts  count
-- column: transfer_known  count
-- column: transferred_contacts  count
-- column: transfer_rate  share
-- column: bot_contacts  count
-- column: contained_contacts  count
-- column: containment_rate  share
-- column: inbound_contacts  count
-- column: recognised_contacts  count
-- column: recognition_rate  share
-- column: scored_contacts  count
-- column: contact_score  score
-- rate:   answer_rate = answered_contacts / answer_known
-- rate:   first_contact_rate = solved_contacts / judged_contacts
-- rate:   transfer_rate = transferred_contacts / transfer_known
-- rate:   containment_rate = contained_contacts / bot_contacts
-- rate:   recognition_rate = recognised_contacts / inbound_contacts
-- mean:   contact_score of scored_contacts
-- part:   is_unanswered, has_come_again
-- less:   wait_median, wait_p90, handle_median, transfer_rate, unanswered_customers, anonymous_contacts
-- n:      contacts
-- source: S-04, S-13, S-28, S-30, S-34, S-46, S-54, M-29, M-31, F-100, F-103, F-104, F-106, F-109
with judged as (
    -- Solved at first contact: answered, and the same customer does not come in again for the same purpose within the
    -- days. Who came too shortly before the last contact of all cannot be judged yet.
    select
        *,
        direction = 'in' and customer_key is not null and is_answered is distinct from false as is_known_inbound,
        seen_seconds >= 86400 * cast($within as integer) as is_seen,
        coalesce(again_seconds <= 86400 * cast($within as integer), false) as is_again,
    from interactions
),
of_customers as (
    select
        customer_key,
        max(started_on) as last_contact_on,
        count(*) as contact_count,
        count(case when direction = 'in' and is_answered = false then 1 end) > 0 as is_unanswered,
        count(case when is_known_inbound and is_seen and is_again then 1 end) > 0 as has_come_again,
    from judged
    where customer_key is not null
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        o.last_contact_on,
        o.contact_count,
        o.is_unanswered,
        o.has_come_again,
    from of_customers as o
    inner join customers as c on o.customer_key = c.customer_key
),
counted as (
    select
        count(*) as contacts,
        count(case when customer_key is null then 1 end) as anonymous_contacts,
        count(case when direction = 'in' then is_answered end) as answer_known,
        count(case when direction = 'in' and is_answered then 1 end) as answered_contacts,
        count(case when is_known_inbound and is_seen then 1 end) as judged_contacts,
        count(case when is_known_inbound and is_seen and not is_again then 1 end) as solved_contacts,
        count(case when is_known_inbound and not is_seen then 1 end) as too_new_contacts,
        count(case when direction = 'in' then transfers end) as transfer_known,
        count(case when direction = 'in' and transfers > 0 then 1 end) as transferred_contacts,
        count(case when handled_by = 'bot' then transfers end) as bot_contacts,
        count(case when handled_by = 'bot' and transfers = 0 then 1 end) as contained_contacts,
        count(case when direction = 'in' then 1 end) as inbound_contacts,
        count(case when direction = 'in' and is_recognised then 1 end) as recognised_contacts,
        count(survey_score) as scored_contacts,
        cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as contact_score,
        var_samp(cast(survey_score as double)) as contact_score_variance,
    from judged
),
unanswered as (
    -- As many as the list has; few, so not all customers of all contacts are counted for them.
    select count(*) as unanswered_customers
    from customers
    where customer_key in (select r.customer_key from interactions as r where r.direction = 'in' and r.is_answered = false)
),
-- A percentile is the first length that so large a part does not exceed: lengths are counted, not sorted one by one.
waits as (
    select
        wait_seconds,
        sum(count(*)) over (order by wait_seconds) as reached,
        sum(count(*)) over (partition by true) as all_count,
    from interactions
    where direction = 'in' and wait_seconds is not null
    group by wait_seconds
),
handled as (
    select
        handle_seconds,
        sum(count(*)) over (order by handle_seconds) as reached,
        sum(count(*)) over (partition by true) as all_count,
    from interactions
    where is_answered is distinct from false and handle_seconds is not null
    group by handle_seconds
)
-- answer
select
    c.contacts,
    c.anonymous_contacts,
    c.answer_known,
    c.answered_contacts,
    cast(c.answered_contacts as double) / nullif(c.answer_known, 0) as answer_rate,
    case when c.answer_known > 0 then u.unanswered_customers end as unanswered_customers,
    (select min(wait_seconds) from waits where 2 * reached >= all_count) as wait_median,
    (select min(wait_seconds) from waits where 10 * reached >= 9 * all_count) as wait_p90,
    (select min(handle_seconds) from handled where 2 * reached >= all_count) as handle_median,
    c.judged_contacts,
    c.solved_contacts,
    cast(c.solved_contacts as double) / nullif(c.judged_contacts, 0) as first_contact_rate,
    c.too_new_contacts,
    c.transfer_known,
    c.transferred_contacts,
    cast(c.transferred_contacts as double) / nullif(c.transfer_known, 0) as transfer_rate,
    c.bot_contacts,
    c.contained_contacts,
    cast(c.contained_contacts as double) / nullif(c.bot_contacts, 0) as containment_rate,
    c.inbound_contacts,
    c.recognised_contacts,
    cast(c.recognised_contacts as double) / nullif(c.inbound_contacts, 0) as recognition_rate,
    c.scored_contacts,
    c.contact_score,
    c.contact_score_variance,
from counted as c
cross join unanswered as u
