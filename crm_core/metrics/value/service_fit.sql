-- metric: value.service_fit
-- grain:  one row per tier and kind of service: under, usual, over; also for those that nobody gets
-- needs:  customers, served
-- requires: orders
-- requires: customer_id
-- requires: customer_costs
-- requires: one_currency
-- param:  cuts of value.tiers
-- column: service  code
-- column: tier  code
-- column: customers  count
-- column: revenue  money
-- column: own_cost  money
-- chart:  moves service tier customers
-- n:      customers
-- source: M-87, S-15
with members as (
    select
        c.customer_id,
        c.customer_name,
        s.*,
    from served as s
    inner join customers as c on s.customer_key = c.customer_key
),
summed as (
    select
        tier,
        service,
        count(*) as customers,
        sum(revenue) as revenue,
        sum(own_cost) as own_cost,
    from served
    group by tier, service
),
tiers as (
    select * from (values (1, 'vip'), (2, 'major'), (3, 'ordinary'), (4, 'small')) as t (tier_order, tier)
),
services as (
    select * from (values (1, 'under'), (2, 'usual'), (3, 'over')) as t (service_order, service)
)
-- answer
select
    k.service,
    t.tier,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.own_cost, 0) as decimal(18, 4)) as own_cost,
from tiers as t
cross join services as k
left join summed as s on t.tier = s.tier and k.service = s.service
order by t.tier_order, k.service_order
