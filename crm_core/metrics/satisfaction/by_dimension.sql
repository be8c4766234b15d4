-- metric: satisfaction.by_dimension
-- grain:  one row per region, channel, store, product, department, wave, tier or RFM segment, the most satisfied first
-- needs:  customers, attribute_answers, attribute_weights, customer_groups
-- requires: surveys
-- requires: orders when by = tier
-- requires: orders when by = segment
-- requires: customer_id when by = tier
-- requires: customer_id when by = segment
-- requires: one_currency when by = tier
-- requires: one_currency when by = segment
-- filled: customers.region when by = region
-- filled: survey_responses.channel when by = channel
-- filled: survey_responses.store_id when by = store
-- filled: survey_responses.product_id when by = product
-- filled: survey_responses.department when by = department
-- filled: survey_responses.wave when by = wave
-- param:  by = region | channel | store | product | department | wave | tier | segment
-- param:  set as satisfaction.attributes
-- param:  weights as satisfaction.attributes
-- param:  cuts of value.tiers
-- column: value  text
-- column: responses  count
-- column: simple_score  score
-- column: weighted_score  score
-- column: simple_rank  count
-- column: weighted_rank  count
-- column: rank_change  count
-- column: customers  count
-- mean:   simple_score of responses
-- mean:   weighted_score of responses
-- part:   value
-- chart:  bars value simple_score weighted_score rank_change
-- n:      responses
-- source: S-47, M-19, S-36, S-35, S-46
with placed as (
    select
        case $by
            when 'region' then cast(c.region as varchar)
            when 'channel' then cast(a.channel as varchar)
            when 'store' then cast(a.store_id as varchar)
            when 'product' then cast(a.product_id as varchar)
            when 'department' then cast(a.department as varchar)
            when 'tier' then g.group_code
            when 'segment' then g.group_code
            else cast(a.wave as varchar)
        end as value,
        a.response_key,
        a.customer_key,
        a.surveyed_on,
        a.attribute,
        a.score,
    from attribute_answers as a
    left join customers as c on a.customer_key = c.customer_key
    left join customer_groups as g on $by in ('tier', 'segment') and a.customer_key = g.customer_key
),
members as (
    select
        m.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.customer_score,
    from (
        select
            value,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from placed
        where customer_key is not null
        group by value, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
rated as (
    select
        value,
        attribute,
        count(score) as answers,
        cast(sum(score) as double) / nullif(count(score), 0) as attribute_score,
    from placed
    group by value, attribute
),
shared as (
    -- Both scores are sums over attributes: equal parts, and parts by weight, of the attributes that this value has.
    select
        r.*,
        1.0 / nullif(count(*) over (partition by r.value), 0) as simple_share,
        w.weight_share
            / nullif(cast(sum(cast(w.weight_share as decimal(38, 15))) over (partition by r.value) as double), 0)
            as weight_share,
    from rated as r
    inner join attribute_weights as w on r.attribute = w.attribute
),
scored as (
    -- In decimals: doubles would end in other digits each time that the engine's threads add in another order.
    select
        value,
        cast(sum(cast(simple_share * attribute_score as decimal(38, 15))) as double) as simple_score,
        cast(sum(cast(weight_share * attribute_score as decimal(38, 15))) as double) as weighted_score,
    from shared
    group by value
),
apart as (
    -- How far each response moves the two scores. Where every response answers all, this is its own score minus the mean.
    select
        p.value,
        p.response_key,
        sum(s.simple_share * (p.score - s.attribute_score) / nullif(s.answers, 0)) as simple_part,
        sum(s.weight_share * (p.score - s.attribute_score) / nullif(s.answers, 0)) as weighted_part,
    from placed as p
    inner join shared as s on p.value is not distinct from s.value and p.attribute = s.attribute
    group by p.value, p.response_key
),
spread as (
    select
        value,
        count(*) as responses,
        sum(simple_part * simple_part) * count(*) * count(*) / nullif(count(*) - 1, 0) as simple_score_variance,
        sum(weighted_part * weighted_part) * count(*) * count(*) / nullif(count(*) - 1, 0) as weighted_score_variance,
    from apart
    group by value
),
sure as (
    -- Thirty responses are the least that a rank is given for (SMALL_SAMPLE).
    select
        d.value,
        d.responses,
        s.simple_score,
        d.simple_score_variance,
        s.weighted_score,
        d.weighted_score_variance,
        case when d.responses >= 30 and d.value is not null then s.simple_score end as simple_ranked,
        case when d.responses >= 30 and d.value is not null then s.weighted_score end as weighted_ranked,
    from spread as d
    inner join scored as s on d.value is not distinct from s.value
),
listed as (
    select value, count(*) as customers from members group by value
),
ranked as (
    select
        *,
        case when simple_ranked is not null then rank() over (order by simple_ranked desc nulls last) end as simple_rank,
        case when weighted_ranked is not null then rank() over (order by weighted_ranked desc nulls last) end
            as weighted_rank,
    from sure
)
-- answer
select
    r.value,
    r.responses,
    r.simple_score,
    r.simple_score_variance,
    r.weighted_score,
    r.weighted_score_variance,
    r.simple_rank,
    r.weighted_rank,
    -- How many places the weights lift it.
    r.simple_rank - r.weighted_rank as rank_change,
    coalesce(l.customers, 0) as customers,
from ranked as r
left join listed as l on r.value is not distinct from l.value
order by r.simple_score desc, r.value
