-- metric: lifecycle.shapes
-- grain:  one row per shape that relations take, also for one that nobody's has
-- needs:  customers, stage_spans, customer_lives
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: shape  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: revenue_per_customer  money
-- column: life_days  days
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- chart:  tree shape customers revenue_share
-- n:      customers
-- source: M-11, S-17, F-23
with lived as (
    select
        customer_key,
        bool_or(stage = 'stability') as was_stable,
        bool_or(stage = 'formation') as was_formed,
        bool_or(next_on is null and lost_on <= least($to, $as_of)) as is_lost,
    from stage_spans
    group by customer_key
),
members as (
    -- Who is lost by how far the relation had come (M-11); who is not: stable at some time, or still on the way.
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        case
            when s.is_lost and s.was_stable then 'early_exit'
            when s.is_lost and s.was_formed then 'midway_loss'
            when s.is_lost then 'early_loss'
            when s.was_stable then 'long_lasting'
            else 'on_the_way'
        end as shape,
        l.first_on as first_order_on,
        l.last_on as last_order_on,
        l.order_count,
        date_diff('day', l.first_on, l.last_on) as life_days,
        l.revenue,
    from lived as s
    inner join customer_lives as l on s.customer_key = l.customer_key
    inner join customers as c on s.customer_key = c.customer_key
),
summed as (
    select
        shape,
        count(*) as customers,
        sum(revenue) as revenue,
        var_samp(cast(revenue as double)) as variance,
        sum(life_days) as life_days,
    from members
    group by shape
),
shapes as (
    select *
    from (
        values (1, 'long_lasting'), (2, 'early_exit'), (3, 'midway_loss'), (4, 'early_loss'), (5, 'on_the_way')
    ) as t (place, shape)
)
-- answer
select
    t.shape,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(case when s.customers > 0 then s.revenue else 0 end as decimal(18, 4)) as revenue,
    cast(case when s.customers > 0 then s.revenue else 0 end as double) / nullif(sum(s.revenue) over (partition by true), 0)
        as revenue_share,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.variance as revenue_per_customer_variance,
    cast(s.life_days as double) / nullif(s.customers, 0) as life_days,
from shapes as t
left join summed as s on t.shape = s.shape
order by t.place
