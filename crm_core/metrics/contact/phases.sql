-- metric: contact.phases
-- grain:  one row per phase of service (before, during, after the sale) or need on reception (information, environment,
--         emotion), in that order; others and unknown last
-- needs:  customers, interactions
-- requires: interactions
-- filled: interactions.phase when by = phase
-- filled: interactions.need_tag when by = need_tag
-- param:  by = phase | need_tag
-- column: value  text
-- column: contacts  count
-- column: contact_share  share
-- column: scored_contacts  count
-- column: contact_score  score
-- column: transfer_known  count
-- column: transferred_contacts  count
-- column: transfer_rate  share
-- column: customers  count
-- mean:   contact_score of scored_contacts
-- rate:   transfer_rate = transferred_contacts / transfer_known
-- whole:  contact_share
-- less:   transfer_rate
-- part:   value
-- chart:  bars value contact_score contacts
-- n:      contacts
-- source: M-29, M-45, S-60, S-62, S-46, F-87, F-94
with placed as (
    select
        case when $by = 'need_tag' then need_tag else phase end as value,
        customer_key,
        started_on,
        direction,
        survey_score,
        transfers,
    from interactions
),
members as (
    select
        r.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        r.last_contact_on,
        r.contact_count,
        r.customer_score,
    from (
        select
            value,
            customer_key,
            max(started_on) as last_contact_on,
            count(*) as contact_count,
            cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as customer_score,
        from placed
        group by value, customer_key
    ) as r
    inner join customers as c on r.customer_key = c.customer_key
),
listed as (
    select value, count(*) as customers from members group by value
),
counted as (
    select
        value,
        count(*) as contacts,
        count(survey_score) as scored_contacts,
        cast(sum(survey_score) as double) / nullif(count(survey_score), 0) as contact_score,
        var_samp(cast(survey_score as double)) as contact_score_variance,
        count(case when direction = 'in' then transfers end) as transfer_known,
        count(case when direction = 'in' and transfers > 0 then 1 end) as transferred_contacts,
    from placed
    group by value
)
-- answer
select
    n.value,
    n.contacts,
    cast(n.contacts as double) / nullif(cast(sum(n.contacts) over (partition by true) as double), 0) as contact_share,
    n.scored_contacts,
    n.contact_score,
    n.contact_score_variance,
    n.transfer_known,
    n.transferred_contacts,
    cast(n.transferred_contacts as double) / nullif(n.transfer_known, 0) as transfer_rate,
    coalesce(l.customers, 0) as customers,
from counted as n
left join listed as l on n.value is not distinct from l.value
order by case n.value
    when 'before' then 1 when 'during' then 2 when 'after' then 3
    when 'information' then 1 when 'environment' then 2 when 'emotion' then 3
    else 4
end, n.value nulls last
