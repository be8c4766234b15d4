-- metric: accounts.ladder
-- grain:  one row per rung of the relation, the highest first, also where nobody stands
-- needs:  customers, ladder, customer_values
-- requires: relation_stages
-- requires: one_currency
-- column: relation_stage  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: risen  count
-- column: fallen  count
-- column: aiming_up  count
-- whole:  customer_share, revenue_share
-- part:   move, is_aiming_up
-- chart:  pyramid relation_stage customers revenue_share
-- n:      customers
-- source: M-54, S-57, S-22, S-14
with members as (
    select
        l.relation_stage,
        l.target_stage,
        case when l.rise > 0 then 'risen' when l.rise < 0 then 'fallen' end as move,
        l.aimed > l.rung as is_aiming_up,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        v.revenue,
        v.order_count,
    from ladder as l
    inner join customers as c on l.customer_key = c.customer_key
    left join customer_values as v on l.customer_key = v.customer_key
),
summed as (
    select
        relation_stage,
        count(*) as customers,
        sum(revenue) as revenue,
        count(case when move = 'risen' then 1 end) as risen,
        count(case when move = 'fallen' then 1 end) as fallen,
        count(case when is_aiming_up then 1 end) as aiming_up,
    from members
    group by relation_stage
),
rungs as (
    select *
    from (
        values (1, 'alliance'), (2, 'partner'), (3, 'preferred'), (4, 'vendor'), (5, 'none')
    ) as t (rung_order, relation_stage)
)
-- answer
select
    r.relation_stage,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    coalesce(s.risen, 0) as risen,
    coalesce(s.fallen, 0) as fallen,
    coalesce(s.aiming_up, 0) as aiming_up,
from rungs as r
left join summed as s on r.relation_stage = s.relation_stage
order by r.rung_order
