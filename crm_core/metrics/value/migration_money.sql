-- metric: value.migration_money
-- grain:  one row per pair of groups, then and now, also for pairs that nobody made
-- needs:  customers, moved, group_places
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  by of value.movers
-- param:  since of value.movers
-- param:  cuts of value.tiers
-- column: group_now  code
-- column: group_before  code
-- column: customers  count
-- column: revenue_before  money
-- column: revenue  money
-- column: change  money
-- chart:  flow group_before group_now revenue_before revenue
-- n:      customers
-- source: M-86, M-85, S-15, S-64
with members as (
    select
        c.customer_id,
        c.customer_name,
        m.*,
    from moved as m
    inner join customers as c on m.customer_key = c.customer_key
),
summed as (
    select
        group_before,
        group_now,
        count(*) as customers,
        sum(revenue_before) as revenue_before,
        sum(revenue) as revenue,
    from moved
    group by group_before, group_now
)
-- answer
select
    n.group_code as group_now,
    b.group_code as group_before,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.revenue_before, 0) as decimal(18, 4)) as revenue_before,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) - coalesce(s.revenue_before, 0) as decimal(18, 4)) as change,
from group_places as b
cross join group_places as n
left join summed as s on b.group_code = s.group_before and n.group_code = s.group_now
-- Nobody is looked at who was absent on both sides.
where not (b.group_code = 'absent' and n.group_code = 'absent')
order by b.place, n.place
