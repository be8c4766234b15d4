-- metric: stake.groups
-- grain:  one row per tier or stage and kind of unhappiness, the best tier last, also where nobody is
-- needs:  customers, customer_orders, customer_groups, stage_spans, unhappy, asked_by_name
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- param:  by = tier | stage
-- param:  cuts of value.tiers
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: attitude  code
-- column: customer_group  code
-- column: customers  count
-- column: revenue  money
-- column: group_revenue  money
-- column: revenue_share  share
-- whole:  revenue_share
-- less:   customers, revenue, revenue_share
-- chart:  matrix attitude customer_group revenue
-- n:      customers
-- source: S-20, S-64, M-03, M-11, M-34
with staged as (
    select
        customer_key,
        case
            when lost_on <= least($to, $as_of) then 'lost'
            when quiet_on <= least($to, $as_of) then 'degeneration'
            else stage
        end as customer_group,
    from stage_spans
    where next_on is null and $by = 'stage'
    union all
    select customer_key, group_code as customer_group
    from customer_groups
    where $by = 'tier'
),
told as (
    select
        g.customer_group,
        o.customer_key,
        o.revenue,
        o.order_count,
        o.last_order_on,
        case
            when u.is_dissatisfied and u.is_complaining then 'both'
            when u.is_complaining then 'complaining'
            when u.is_dissatisfied then 'dissatisfied'
        end as attitude,
    from customer_orders as o
    inner join staged as g on o.customer_key = g.customer_key
    left join unhappy as u on o.customer_key = u.customer_key
    where o.order_count > 0
),
members as (
    select
        t.attitude,
        t.customer_group,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        t.last_order_on,
        t.order_count,
        t.revenue,
    from told as t
    inner join customers as c on t.customer_key = c.customer_key
    where t.attitude is not null
),
summed as (
    select customer_group, attitude, count(*) as customers, sum(revenue) as revenue
    from told
    group by customer_group, attitude
),
totals as (
    select customer_group, cast(sum(revenue) as decimal(18, 4)) as group_revenue from told group by customer_group
),
groups as (
    select *
    from (
        values
            (1, 'vip', 'tier'), (2, 'major', 'tier'), (3, 'ordinary', 'tier'), (4, 'small', 'tier'),
            (1, 'exploration', 'stage'), (2, 'formation', 'stage'), (3, 'stability', 'stage'),
            (4, 'degeneration', 'stage'), (5, 'lost', 'stage')
    ) as t (place, customer_group, told_by)
    where told_by = $by
),
attitudes as (
    select * from (values (1, 'both'), (2, 'complaining'), (3, 'dissatisfied')) as t (place, attitude)
),
known as (
    select a.place, a.attitude, a.attitude = 'complaining' or b.is_asked as is_known
    from attitudes as a
    cross join asked_by_name as b
)
-- answer
select
    k.attitude,
    g.customer_group,
    case when k.is_known then coalesce(s.customers, 0) end as customers,
    case when k.is_known then cast(coalesce(s.revenue, 0) as decimal(18, 4)) end as revenue,
    cast(coalesce(t.group_revenue, 0) as decimal(18, 4)) as group_revenue,
    case when k.is_known then cast(coalesce(s.revenue, 0) as double) / nullif(t.group_revenue, 0) end as revenue_share,
from groups as g
cross join known as k
left join summed as s on g.customer_group = s.customer_group and k.attitude = s.attitude
left join totals as t on g.customer_group = t.customer_group
order by g.place desc, k.place
