-- metric: accounts.segments
-- grain:  one row per market segment, the largest first; accounts without a segment last
-- needs:  customers, account_demand, market_volume, market_periods
-- requires: account_demand
-- param:  k = 4 | 8 | 10
-- column: market_segment  code
-- column: segment_share  share
-- column: growth_advice  text
-- column: our_units  number
-- column: market_units  number
-- column: market_growth  share
-- column: measured_by  text
-- column: customers  count
-- column: brands  count
-- column: top_brands_share  share
-- column: concentration  text
-- whole:  segment_share, market_growth, top_brands_share
-- chart:  bars market_segment segment_share market_units
-- n:      customers
-- source: M-53, M-56, S-55, S-57, Q-60, Q-67, Q-69
with members as (
    select
        d.segment as market_segment,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        cast(sum(d.units) as double) as total_units,
        cast(
            case when count(d.is_self) > 0 then sum(case when d.is_self then d.units else 0 end) end as double
        ) as our_units,
    from account_demand as d
    inner join customers as c on d.customer_key = c.customer_key
    group by all
),
needed as (
    select
        market_segment,
        count(*) as customers,
        sum(total_units) as total_units,
        sum(our_units) as our_units,
    from members
    group by market_segment
),
brand_sold as (
    select
        segment as market_segment,
        brand,
        sum(market_units) as units,
        row_number() over (partition by segment order by sum(market_units) desc nulls last, brand) as place,
    from market_volume
    group by segment, brand
),
held as (
    select
        market_segment,
        cast(sum(units) as double) as units,
        count(brand) as brands,
        cast(sum(case when place <= cast($k as integer) then units end) as double) / nullif(sum(units), 0) as top_share,
    from brand_sold
    group by market_segment
),
grown as (
    -- A substitute that is written down as a segment of its own can be held against what it replaces.
    select
        segment as market_segment,
        cast(sum(case when newness = 1 then market_units end) as double)
            / nullif(sum(case when newness = 2 then market_units end), 0) - 1 as market_growth,
    from market_periods
    group by segment
),
joined as (
    select
        coalesce(n.market_segment, h.market_segment) as market_segment,
        coalesce(n.customers, 0) as customers,
        n.our_units,
        coalesce(h.units, n.total_units) as market_units,
        case when h.units is not null then 'market' else 'accounts' end as measured_by,
        h.brands,
        h.top_share,
    from needed as n
    full join held as h on n.market_segment = h.market_segment
)
-- answer
select
    j.market_segment,
    our_units / nullif(market_units, 0) as segment_share,
    case when our_units * 3 > market_units then 'deepen' when our_units * 3 <= market_units then 'grow' end
        as growth_advice,
    our_units,
    market_units,
    g.market_growth,
    measured_by,
    customers,
    brands,
    top_share as top_brands_share,
    case when top_share >= 0.6 then 'high' when top_share >= 0.4 then 'medium' when top_share >= 0 then 'low' end
        as concentration,
from joined as j
left join grown as g on j.market_segment = g.market_segment
order by j.market_segment is null, market_units desc nulls last, j.market_segment
