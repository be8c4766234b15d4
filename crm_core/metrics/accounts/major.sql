-- metric: accounts.major
-- grain:  one row per number of criteria met: all, two, one, none; also where nobody is
-- needs:  customers, major
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  top = 0.02
-- column: met  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: profit  money
-- column: profit_share  share
-- column: orders  count
-- whole:  customer_share, revenue_share, profit_share
-- part:   is_frequent, is_large, is_profitable
-- chart:  pyramid met customers revenue_share
-- n:      customers
-- source: M-85, S-64, S-57, Q-68
with members as (
    select
        c.customer_id,
        c.customer_name,
        m.*,
    from major as m
    inner join customers as c on m.customer_key = c.customer_key
),
summed as (
    select
        met,
        count(*) as customers,
        sum(revenue) as revenue,
        sum(profit) as profit,
        sum(order_count) as orders,
    from major
    group by met
),
rows_shown as (
    select * from (values (1, 'all'), (2, 'two'), (3, 'one'), (4, 'none')) as t (met_order, met)
)
-- answer
select
    t.met,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    cast(s.profit as decimal(18, 4)) as profit,
    cast(s.profit as double) / nullif(sum(s.profit) over (partition by true), 0) as profit_share,
    coalesce(s.orders, 0) as orders,
from rows_shown as t
left join summed as s on t.met = s.met
order by t.met_order
