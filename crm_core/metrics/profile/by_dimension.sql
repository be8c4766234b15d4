-- metric: profile.by_dimension
-- grain:  one row per value of the dimension, most revenue first; values after the nineteenth are one row, other
-- needs:  customers, folded
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  dimension = dimension relation_role, industry, occupation, region, age_band, source, channel
-- column: value  text
-- column: revenue_index  number
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: revenue_per_customer  money
-- ratio:  revenue_index of customers
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- part:   value
-- chart:  index value revenue_index customer_share revenue_share
-- n:      customers
-- source: S-02, S-07, S-08, S-16, M-79, M-80, M-81, F-01
with known as (
    select value, customer_key, revenue
    from folded
    where customer_key is not null
),
members as (
    select
        f.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        f.revenue,
    from known as f
    inner join customers as c on f.customer_key = c.customer_key
),
bought as (
    select
        customer_key,
        cast(sum(revenue) as decimal(18, 4)) as revenue,
    from known
    group by customer_key
),
whole as (
    select
        count(*) as customers,
        cast(sum(revenue) as double) as revenue,
        sum(cast(revenue as double) * cast(revenue as double)) as squares,
    from bought
),
summed as (
    select
        f.value,
        count(*) as customers,
        cast(sum(f.revenue) as decimal(18, 4)) as revenue,
        var_samp(cast(f.revenue as double)) as revenue_variance,
        sum(cast(f.revenue as double) * cast(f.revenue as double)) as squares,
        sum(cast(f.revenue as double) * cast(b.revenue as double)) as products,
        cast(sum(b.revenue) as double) as revenue_of_theirs,
    from known as f
    inner join bought as b on f.customer_key = b.customer_key
    group by f.value
)
-- answer
select
    s.value,
    cast(s.revenue as double) * w.customers / nullif(s.customers * w.revenue, 0) as revenue_index,
    -- The variance of the index's logarithm by linearisation: every customer adds the square of
    -- own part / R_g - 1 / C_g - own revenue / R + 1 / C, g the group, R revenue, C customers.
    s.squares / nullif(cast(s.revenue as double) * cast(s.revenue as double), 0)
    - 1.0 / nullif(s.customers, 0)
    + w.squares / nullif(w.revenue * w.revenue, 0)
    - 1.0 / nullif(w.customers, 0)
    - 2 * s.products / nullif(cast(s.revenue as double) * w.revenue, 0)
    + 2 * s.revenue_of_theirs / nullif(s.customers * w.revenue, 0) as revenue_index_variance,
    s.customers,
    cast(s.customers as double) / nullif(w.customers, 0) as customer_share,
    s.revenue,
    cast(s.revenue as double) / nullif(w.revenue, 0) as revenue_share,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.revenue_variance as revenue_per_customer_variance,
from summed as s
cross join whole as w
order by s.value is not distinct from '…', s.revenue desc, s.value
