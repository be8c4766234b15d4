-- metric: people.satisfaction
-- grain:  one row per employee or department, the best adjusted score first
-- needs:  customers, interactions
-- requires: interactions
-- requires: contact_scores
-- filled: interactions.employee_id when by = employee
-- filled: interactions.department, employees.department when by = department
-- param:  by = employee | department
-- column: served_by  text
-- column: department  text
-- column: scored_contacts  count
-- column: contact_score  score
-- column: standard_score  score
-- column: adjusted_score  score
-- column: limit_low  score
-- column: limit_high  score
-- column: verdict  code
-- column: score_rank  count
-- column: top_boxes  count
-- column: top_box_share  share
-- column: customers  count
-- mean:   contact_score of scored_contacts
-- mean:   adjusted_score of scored_contacts
-- rate:   top_box_share = top_boxes / scored_contacts
-- part:   served_by
-- chart:  funnel served_by scored_contacts adjusted_score limit_low limit_high
-- n:      scored_contacts
-- source: M-82, S-11, S-27, S-46, F-112
with placed as (
    select
        case when $by = 'department' then department else employee end as served_by,
        department,
        channel,
        purpose,
        customer_key,
        started_on,
        survey_score as score,
    from interactions
    where survey_score is not null
),
strata as (
    -- What contacts of one channel and purpose are usually given, whoever answers them.
    select
        channel,
        purpose,
        cast(sum(score) as double) / nullif(count(score), 0) as usual_score,
        -- Of whole sums, not of doubles: the limits end in the same digits however the engine's threads add.
        cast(count(score) * sum(score * score) - sum(score) * sum(score) as double) / nullif(count(score), 0) as squares,
    from placed
    where served_by is not null
    group by channel, purpose
),
whole as (
    select cast(sum(p.score) as double) / nullif(count(p.score), 0) as mean_score, count(p.score) as all_scores
    from placed as p
    where p.served_by is not null
),
pooled as (
    select sqrt(cast(sum(cast(s.squares as decimal(38, 12))) as double) / nullif(w.all_scores - count(*), 0)) as spread
    from strata as s
    cross join whole as w
    group by w.all_scores
),
compared as (
    -- Whom nobody is named for is set apart here and not in the join, which would hold every contact against every stratum.
    select p.*, case when p.served_by is not null then s.usual_score end as usual_score
    from placed as p
    left join strata as s
        on p.channel is not distinct from s.channel and p.purpose is not distinct from s.purpose
),
rated as (
    -- Indirect standardisation: the mean of all plus how far the scores lie from what such contacts are usually given.
    select
        served_by,
        case when min(department) = max(department) then max(department) end as department,
        count(*) as scored_contacts,
        cast(sum(score) as double) / nullif(count(score), 0) as contact_score,
        var_samp(cast(score as double)) as contact_score_variance,
        cast(sum(cast(usual_score as decimal(38, 15))) as double) / nullif(count(usual_score), 0) as standard_score,
        var_samp(cast(score as double) - usual_score) as adjusted_score_variance,
        count(case when score >= 5 then 1 end) as top_boxes,
    from compared
    group by served_by
),
adjusted as (
    select
        r.*,
        w.mean_score + r.contact_score - r.standard_score as adjusted_score,
        case when r.served_by is not null then w.mean_score - 3 * o.spread / nullif(sqrt(r.scored_contacts), 0) end
            as limit_low,
        case when r.served_by is not null then w.mean_score + 3 * o.spread / nullif(sqrt(r.scored_contacts), 0) end
            as limit_high,
        -- Thirty scores are the least that a rank is given for (SMALL_SAMPLE).
        case
            when r.scored_contacts >= 30 and r.served_by is not null then w.mean_score + r.contact_score - r.standard_score
        end as ranked_score,
    from rated as r
    cross join whole as w
    left join pooled as o on true
),
judged as (
    select
        d.*,
        case
            when d.served_by is null or d.limit_low is null then null
            when d.scored_contacts < 30 then 'too_few'
            when d.adjusted_score < d.limit_low then 'below'
            when d.adjusted_score > d.limit_high then 'above'
            else 'inside'
        end as verdict,
    from adjusted as d
),
members as (
    select
        p.served_by,
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
            served_by,
            customer_key,
            max(started_on) as last_contact_on,
            count(*) as contact_count,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from placed
        group by served_by, customer_key
    ) as p
    inner join customers as c on p.customer_key = c.customer_key
    inner join judged as j on p.served_by is not distinct from j.served_by
),
listed as (
    select served_by, count(*) as customers from members group by served_by
)
-- answer
select
    d.served_by,
    d.department,
    d.scored_contacts,
    d.contact_score,
    d.contact_score_variance,
    d.standard_score,
    d.adjusted_score,
    d.adjusted_score_variance,
    d.limit_low,
    d.limit_high,
    d.verdict,
    case when d.ranked_score is not null then rank() over (order by d.ranked_score desc nulls last) end as score_rank,
    d.top_boxes,
    cast(d.top_boxes as double) / nullif(d.scored_contacts, 0) as top_box_share,
    coalesce(l.customers, 0) as customers,
from judged as d
left join listed as l on d.served_by is not distinct from l.served_by
order by d.adjusted_score desc nulls last, d.served_by
