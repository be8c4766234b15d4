-- metric: lifecycle.stage_flow
-- grain:  one row per stage at the end of the days compared with and stage at the end of the chosen days, also for a
--         pair that nobody went; who had not ordered by then comes from none
-- needs:  customers, stage_spans, orders, orders_before
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: stage_before  code
-- column: stage  code
-- column: customers  count
-- column: stage_share  share
-- column: revenue_before  money
-- column: revenue  money
-- column: change  money
-- whole:  stage_share
-- chart:  matrix stage stage_before customers
-- n:      customers
-- source: M-11, S-17, F-23
with now as (
    select
        customer_key,
        case
            when lost_on <= least($to, $as_of) then 'lost'
            when quiet_on <= least($to, $as_of) then 'degeneration'
            else stage
        end as stage,
    from stage_spans
    where next_on is null
),
earlier as (
    select
        customer_key,
        case
            when lost_on <= $before_to then 'lost'
            when quiet_on <= $before_to then 'degeneration'
            else stage
        end as stage,
    from stage_spans
    where order_on <= $before_to and (next_on is null or next_on > $before_to)
),
spent as (
    select customer_key, sum(amount) as revenue
    from orders
    group by customer_key
),
spent_before as (
    select customer_key, sum(amount) as revenue
    from orders_before
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        coalesce(t.stage, 'none') as stage_before,
        n.stage,
        c.last_order_on,
        cast(coalesce(b.revenue, 0) as decimal(18, 4)) as revenue_before,
        cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
        cast(coalesce(s.revenue, 0) - coalesce(b.revenue, 0) as decimal(18, 4)) as change,
    from now as n
    inner join customers as c on n.customer_key = c.customer_key
    left join earlier as t on n.customer_key = t.customer_key
    left join spent as s on n.customer_key = s.customer_key
    left join spent_before as b on n.customer_key = b.customer_key
),
stages as (
    select *
    from (
        values
            (0, 'none'), (1, 'exploration'), (2, 'formation'), (3, 'stability'), (4, 'degeneration'), (5, 'lost')
    ) as t (stage_order, stage)
)
-- answer
select
    b.stage as stage_before,
    n.stage,
    count(m.customer_key) as customers,
    cast(count(m.customer_key) as double)
    / nullif(sum(count(m.customer_key)) over (partition by b.stage), 0) as stage_share,
    cast(coalesce(sum(m.revenue_before), 0) as decimal(18, 4)) as revenue_before,
    cast(coalesce(sum(m.revenue), 0) as decimal(18, 4)) as revenue,
    cast(coalesce(sum(m.change), 0) as decimal(18, 4)) as change,
from stages as b
cross join stages as n
left join members as m on b.stage = m.stage_before and n.stage = m.stage
where n.stage_order > 0
group by b.stage_order, b.stage, n.stage_order, n.stage
order by b.stage_order, n.stage_order
