-- metric: contact.consistency
-- grain:  one row per branch, department, channel or touchpoint, the best score first
-- needs:  customers, interactions
-- requires: interactions
-- requires: contact_scores
-- filled: interactions.department, employees.department when by = department
-- filled: interactions.store_id when by = store
-- filled: interactions.channel when by = channel
-- filled: interactions.touchpoint when by = touchpoint
-- param:  by = department | store | channel | touchpoint
-- column: value  text
-- column: scored_contacts  count
-- column: contact_score  score
-- column: limit_low  score
-- column: limit_high  score
-- column: verdict  code
-- column: group_spread  score
-- column: customers  count
-- mean:   contact_score of scored_contacts
-- part:   value
-- chart:  funnel value scored_contacts contact_score limit_low limit_high
-- n:      scored_contacts
-- source: S-47, S-51, S-09, S-30, S-31, S-46, M-31
with placed as (
    select
        case $by
            when 'department' then department
            when 'store' then store_id
            when 'channel' then channel
            else touchpoint
        end as value,
        customer_key,
        started_on,
        survey_score as score,
    from interactions
    where survey_score is not null
),
rated as (
    select
        value,
        count(*) as scored_contacts,
        cast(sum(score) as double) / nullif(count(score), 0) as contact_score,
        var_samp(cast(score as double)) as contact_score_variance,
    from placed
    group by value
),
whole as (
    -- Who is not named is nobody to compare with, and takes no part in what is usual.
    -- Of whole sums, not of doubles: the limits end in the same digits however the engine's threads add.
    select
        cast(sum(score) as double) / nullif(count(score), 0) as mean_score,
        sqrt(
            cast(count(score) * sum(score * score) - sum(score) * sum(score) as double)
            / nullif(cast(count(score) as double) * (count(score) - 1), 0)
        ) as spread,
    from placed
    where value is not null
),
limited as (
    -- Three standard errors around the mean of all: where one with this many scores lies if nothing but chance sets it
    -- apart. Below thirty scores nobody is judged (SMALL_SAMPLE).
    select
        r.*,
        case when r.value is not null then w.mean_score - 3 * w.spread / nullif(sqrt(r.scored_contacts), 0) end
            as limit_low,
        case when r.value is not null then w.mean_score + 3 * w.spread / nullif(sqrt(r.scored_contacts), 0) end
            as limit_high,
    from rated as r
    cross join whole as w
),
judged as (
    select
        d.*,
        case
            when d.value is null or d.limit_low is null then null
            when d.scored_contacts < 30 then 'too_few'
            when d.contact_score < d.limit_low then 'below'
            when d.contact_score > d.limit_high then 'above'
            else 'inside'
        end as verdict,
    from limited as d
),
members as (
    select
        p.value,
        j.verdict,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        p.last_contact_on,
        p.contact_count,
        p.customer_score,
    from (
        select
            value,
            customer_key,
            max(started_on) as last_contact_on,
            count(*) as contact_count,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from placed
        group by value, customer_key
    ) as p
    inner join customers as c on p.customer_key = c.customer_key
    inner join judged as j on p.value is not distinct from j.value
),
listed as (
    select value, count(*) as customers from members group by value
)
-- answer
select
    d.value,
    d.scored_contacts,
    d.contact_score,
    d.contact_score_variance,
    d.limit_low,
    d.limit_high,
    d.verdict,
    (
        select stddev_samp(g.contact_score)
        from judged as g
        where g.value is not null and g.scored_contacts >= 30
    ) as group_spread,
    coalesce(l.customers, 0) as customers,
from judged as d
left join listed as l on d.value is not distinct from l.value
order by d.contact_score desc, d.value
