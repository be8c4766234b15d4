-- metric: partners.concentration
-- grain:  one row per value of the dimension, the largest revenue first; beyond ten values those after the ninth are one row; then what is not written; the headline columns repeat
-- needs:  customers, breakdown, value_ranks
-- requires: orders
-- requires: one_currency
-- param:  dimension = dimension partner_id, employee_id, owner_id, store_id, ship_region, region
-- column: value  text
-- column: revenue  money
-- column: revenue_share  share
-- column: customers  count
-- column: single_customers  count
-- column: single_revenue  money
-- column: lines  count
-- column: hhi  number
-- column: top_1_share  share
-- column: top_3_share  share
-- whole:  revenue_share, top_1_share, top_3_share
-- part:   value, is_single
-- chart:  bars value revenue revenue_share
-- n:      lines
-- source: M-70, S-23, S-19, F-60
with lines_held as (
    -- Through how many hands a customer bought; what is not written is one of them: bought without this partner.
    select customer_key, count(*) as hand_count
    from breakdown
    where customer_key is not null
    group by customer_key
),
named as (
    -- Concentration is among those who are named and bring something.
    select
        cast(revenue as double) as revenue,
        row_number() over (order by revenue desc, named_place) as place,
    from value_ranks
    where dimension_value is not null and revenue > 0
),
headline as (
    select
        10000 * sum(revenue * revenue) / nullif(sum(revenue) * sum(revenue), 0) as hhi,
        sum(case when place = 1 then revenue end) / nullif(sum(revenue), 0) as top_1_share,
        sum(case when place <= 3 then revenue end) / nullif(sum(revenue), 0) as top_3_share,
    from named
),
parted as (
    select
        b.customer_key,
        b.amount,
        b.line_count,
        -- What is not written stands behind those who are named, and by itself.
        r.dimension_value is not null and r.named_count > 10 and r.named_place > 9 as is_small,
        cast(b.dimension_value as varchar) as value,
        coalesce(h.hand_count = 1, false) as is_single,
    from breakdown as b
    inner join value_ranks as r on b.dimension_value is not distinct from r.dimension_value
    left join lines_held as h on b.customer_key = h.customer_key
),
folded as (
    -- Only the small ones are added up again.
    select value, customer_key, amount as revenue, line_count, is_single
    from parted
    where not is_small
    union all
    select
        '…' as value,
        customer_key,
        cast(sum(amount) as decimal(18, 4)) as revenue,
        cast(sum(line_count) as bigint) as line_count,
        bool_or(is_single) as is_single,
    from parted
    where is_small
    group by customer_key
),
members as (
    select
        f.value,
        f.is_single,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        f.revenue,
    from folded as f
    inner join customers as c on f.customer_key = c.customer_key
),
summed as (
    select
        value,
        sum(revenue) as revenue,
        count(customer_key) as customers,
        count(case when is_single then customer_key end) as single_customers,
        sum(case when is_single then revenue else 0 end) as single_revenue,
        sum(line_count) as lines,
    from folded
    group by value
),
known as (
    select count(*) > 0 as has_customers from lines_held
)
-- answer
select
    s.value,
    cast(s.revenue as decimal(18, 4)) as revenue,
    cast(s.revenue as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    -- Where no order names a customer, customer measures are unknown, not zero.
    case when k.has_customers then s.customers end as customers,
    case when k.has_customers then s.single_customers end as single_customers,
    case when k.has_customers then cast(s.single_revenue as decimal(18, 4)) end as single_revenue,
    cast(s.lines as bigint) as lines,
    h.hhi,
    h.top_1_share,
    h.top_3_share,
from summed as s
cross join headline as h
cross join known as k
order by s.value is null, s.value is not distinct from '…', s.revenue desc, s.value
