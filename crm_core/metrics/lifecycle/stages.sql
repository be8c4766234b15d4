-- metric: lifecycle.stages
-- grain:  one row per stage in its order, at the end of the chosen days, also for a stage that nobody is in
-- needs:  customers, stage_spans, customer_values
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  patience = x2 | x3 | x4
-- param:  falls = 0.5, 0.8
-- column: stage  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: profit  money
-- column: revenue_per_customer  money
-- column: skipped_customers  count
-- column: recency_days  days
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- part:   is_skipped
-- chart:  tree stage customers revenue_share
-- n:      customers
-- source: M-11, S-17, F-23
with latest as (
    select
        *,
        case
            when lost_on <= least($to, $as_of) then 'lost'
            when quiet_on <= least($to, $as_of) then 'degeneration'
            else stage
        end as stage_now,
    from stage_spans
    where next_on is null
),
ripest as (
    -- A relation develops stage by stage (M-11): one that falls back without ever having been stable has skipped that.
    select distinct customer_key
    from stage_spans
    where stage = 'stability'
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        l.stage_now as stage,
        l.stage_now in ('degeneration', 'lost') and r.customer_key is null as is_skipped,
        l.number as order_count,
        l.order_on as last_order_on,
        date_diff('day', l.order_on, least($to, $as_of)) as recency_days,
        l.usual_days,
        cast(coalesce(v.revenue, 0) as decimal(18, 4)) as revenue,
        -- Who bought nothing in the days brought no profit but may have cost; NULL where a cost is not known.
        v.profit,
    from latest as l
    left join ripest as r on l.customer_key = r.customer_key
    inner join customers as c on l.customer_key = c.customer_key
    left join customer_values as v on l.customer_key = v.customer_key
),
summed as (
    select
        stage,
        count(*) as customers,
        sum(revenue) as revenue,
        var_samp(cast(revenue as double)) as revenue_variance,
        sum(profit) as profit,
        count(case when is_skipped then 1 end) as skipped_customers,
        sum(recency_days) as recency_days,
    from members
    group by stage
),
stages as (
    select *
    from (
        values (1, 'exploration'), (2, 'formation'), (3, 'stability'), (4, 'degeneration'), (5, 'lost')
    ) as t (stage_order, stage)
)
-- answer
select
    t.stage,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    cast(s.profit as decimal(18, 4)) as profit,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.revenue_variance as revenue_per_customer_variance,
    coalesce(s.skipped_customers, 0) as skipped_customers,
    cast(s.recency_days as double) / nullif(s.customers, 0) as recency_days,
from stages as t
left join summed as s on t.stage = s.stage
order by t.stage_order
