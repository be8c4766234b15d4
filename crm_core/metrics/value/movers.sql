-- metric: value.movers
-- grain:  one row per group then and way since: rose, stayed, fell, left; and those who came
-- needs:  customers, moved, group_places
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  by = tier | key | segment
-- param:  since = quarter_ago | year_ago | comparison
-- param:  cuts of value.tiers
-- column: way  code
-- column: group_before  code
-- column: customers  count
-- column: revenue_before  money
-- column: revenue  money
-- column: change  money
-- chart:  moves way group_before customers
-- n:      customers
-- source: M-86, M-85, S-64
with gone as (
    select
        *,
        case
            when place_now = place_before then 'stayed'
            when place_before = 99 then 'came'
            when place_now = 99 then 'left'
            when place_now < place_before then 'rose'
            else 'fell'
        end as way,
    from moved
),
members as (
    select
        c.customer_id,
        c.customer_name,
        g.*,
    from gone as g
    inner join customers as c on g.customer_key = c.customer_key
),
summed as (
    select
        group_before,
        way,
        count(*) as customers,
        sum(revenue_before) as revenue_before,
        sum(revenue) as revenue,
    from gone
    group by group_before, way
),
ways as (
    select * from (values (1, 'came'), (2, 'rose'), (3, 'stayed'), (4, 'fell'), (5, 'left')) as t (way_order, way)
)
-- answer
select
    w.way,
    g.group_code as group_before,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.revenue_before, 0) as decimal(18, 4)) as revenue_before,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) - coalesce(s.revenue_before, 0) as decimal(18, 4)) as change,
from group_places as g
inner join ways as w on (w.way = 'came') = (g.group_code = 'absent')
left join summed as s on g.group_code = s.group_before and w.way = s.way
order by g.place, w.way_order
