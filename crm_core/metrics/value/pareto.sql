-- metric: value.pareto
-- grain:  one row per point of the curve, at most 200; the headline columns repeat on every row
-- needs:  customers, valued
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: costs when basis=profit
-- requires: customer_costs when basis=commercial_value
-- requires: costs when shared_by=by_profit
-- param:  basis = revenue | profit | commercial_value
-- param:  shared_by = by_revenue | by_profit | by_orders | by_heads when basis=commercial_value
-- column: customer_share  share
-- column: value_share  share
-- column: band  code
-- column: customers  count
-- column: top_1_share  share
-- column: top_5_share  share
-- column: top_10_share  share
-- column: top_20_share  share
-- column: customers_for_80_share  share
-- column: gini  number
-- column: hhi  number
-- column: customers_not_positive  count
-- whole:  customer_share, value_share, top_1_share, top_5_share, top_10_share, top_20_share, customers_for_80_share
-- chart:  pareto customer_share value_share band
-- n:      first customers
-- source: M-02, M-15, Q-02
with summed as (
    -- Of n customers the top 1 % are those whose place before is below 0.01 n: the first ceil(0.01 n).
    select
        count(value) as customers,
        sum(value) as total,
        cast(ceil(0.01 * count(value)) as bigint) as top_1_count,
        cast(ceil(0.05 * count(value)) as bigint) as top_5_count,
        cast(ceil(0.10 * count(value)) as bigint) as top_10_count,
        cast(ceil(0.20 * count(value)) as bigint) as top_20_count,
    from valued
),
ranked as (
    -- A loss takes the running sum down again: the whale curve rises above the total first.
    select
        v.customer_key,
        v.value,
        row_number() over (order by v.value desc, v.customer_key) as position,
        sum(v.value) over (order by v.value desc, v.customer_key rows unbounded preceding) as running,
    from valued as v
    where v.value is not null
),
banded as (
    select
        r.*,
        s.*,
        case
            when r.position <= s.top_1_count then 'top_1'
            when r.position <= s.top_5_count then 'top_5'
            when r.position <= s.top_10_count then 'top_10'
            when r.position <= s.top_20_count then 'top_20'
            else 'rest'
        end as band,
    from ranked as r
    cross join summed as s
),
members as (
    select
        c.customer_id,
        c.customer_name,
        b.customer_key,
        b.position,
        v.order_count,
        v.revenue,
        v.profit,
        v.commercial_value,
        b.band,
    from banded as b
    inner join valued as v on b.customer_key = v.customer_key
    inner join customers as c on b.customer_key = c.customer_key
),
headline as (
    select
        max(customers) as customers,
        cast(sum(case when position <= top_1_count then value end) as double) as top_1,
        cast(sum(case when position <= top_5_count then value end) as double) as top_5,
        cast(sum(case when position <= top_10_count then value end) as double) as top_10,
        cast(sum(case when position <= top_20_count then value end) as double) as top_20,
        min(case when running >= 0.8 * total then position end) as customers_for_80,
        count(case when value <= 0 then 1 end) as customers_not_positive,
        -- 2·Σ i·x(i) / (n·Σx) − (n+1)/n over customers above zero, i counted from the smallest: with p counted
        -- from the largest it is (n+1)/n − 2·Σ p·x(p) / (n·Σx), since losses come after every gain.
        count(case when value > 0 then 1 end) as gainers,
        sum(case when value > 0 then cast(position as double) * cast(value as double) end) as value_by_position,
        sum(case when value > 0 then cast(value as double) end) as gain,
        sum(case when value > 0 then cast(value as double) * cast(value as double) end) as gain_squares,
        -- A share of a total that is not above zero says nothing.
        cast(max(case when total > 0 then total end) as double) as total,
    from banded
)
-- answer
select
    cast(m.position as double) / m.customers as customer_share,
    cast(m.running as double) / h.total as value_share,
    m.band,
    h.customers,
    h.top_1 / h.total as top_1_share,
    h.top_5 / h.total as top_5_share,
    h.top_10 / h.total as top_10_share,
    h.top_20 / h.total as top_20_share,
    case when h.total > 0 then cast(h.customers_for_80 as double) / h.customers end as customers_for_80_share,
    (h.gainers + 1) / nullif(cast(h.gainers as double), 0)
    - 2 * h.value_by_position / nullif(h.gainers * h.gain, 0) as gini,
    10000 * h.gain_squares / nullif(h.gain * h.gain, 0) as hhi,
    h.customers_not_positive,
from banded as m
cross join headline as h
where floor(cast(m.position * 200 as double) / m.customers) > floor(cast((m.position - 1) * 200 as double) / m.customers)
order by m.position
