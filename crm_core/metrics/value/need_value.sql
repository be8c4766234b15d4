-- metric: value.need_value
-- grain:  one row per pair of levels of value and need, also for pairs that nobody is in
-- needs:  customers, valued
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: costs when basis=profit
-- requires: customer_costs when basis=commercial_value
-- requires: costs when shared_by=by_profit
-- param:  basis = commercial_value | profit | revenue
-- param:  shared_by = by_revenue | by_profit | by_orders | by_heads when basis=commercial_value
-- param:  upper = 0.30
-- column: need_level  code
-- column: value_level  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: worth  money
-- column: strategy  text
-- whole:  customer_share, revenue_share
-- chart:  matrix need_level value_level customers
-- n:      customers
-- source: M-06, S-28, S-15
with ranked as (
    select
        *,
        coalesce(cast(line_count as double) / nullif(order_count, 0), 0) as order_lines,
        rank() over (order by value desc) as value_place,
    from valued
    where value is not null
),
-- Few pairs of orders and lines per order stand for all customers, so they are ranked in the customers' place. Need is
-- the mean of two places between 0 and 1: by the number of orders, and by the lines of an order.
pairs as (
    select order_count, order_lines, count(*) as customers
    from ranked
    group by order_count, order_lines
),
below as (
    select
        order_count,
        order_lines,
        customers,
        sum(customers) over (order by order_count) - sum(customers) over (partition by order_count) as fewer_orders,
        sum(customers) over (order by order_lines) - sum(customers) over (partition by order_lines) as fewer_lines,
        sum(customers) over (partition by true) as customer_count,
    from pairs
),
needed as (
    select
        order_count,
        order_lines,
        customer_count,
        cast(fewer_orders + fewer_lines as double) / nullif(2 * (customer_count - 1), 0) as need,
        -- Equal needs share the better place.
        sum(customers) over (order by fewer_orders + fewer_lines desc)
        - sum(customers) over (partition by fewer_orders + fewer_lines) as place_before,
    from below
),
graded as (
    select
        r.*,
        n.need,
        case when n.place_before < $upper[1] * n.customer_count then 'high' else 'low' end as need_level,
        -- Among customers who all cost more than they bring, nobody is of high value.
        case when r.value > 0 and r.value_place - 1 < $upper[1] * n.customer_count then 'high' else 'low' end
            as value_level,
    from ranked as r
    inner join needed as n on r.order_count = n.order_count and r.order_lines = n.order_lines
),
members as (
    select
        c.customer_id,
        c.customer_name,
        g.*,
    from graded as g
    inner join customers as c on g.customer_key = c.customer_key
),
summed as (
    select
        need_level,
        value_level,
        count(*) as customers,
        sum(revenue) as revenue,
        sum(value) as value,
    from graded
    group by need_level, value_level
),
quadrants as (
    select * from (
        values
            (1, 'low', 'low', 'simple'), (2, 'high', 'low', 'develop'), (3, 'low', 'high', 'protect'),
            (4, 'high', 'high', 'partner')
    ) as t (quadrant_order, need_level, value_level, strategy)
)
-- answer
select
    q.need_level,
    q.value_level,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    cast(s.value as decimal(18, 4)) as worth,
    q.strategy,
from quadrants as q
left join summed as s on q.need_level = s.need_level and q.value_level = s.value_level
order by q.quadrant_order
