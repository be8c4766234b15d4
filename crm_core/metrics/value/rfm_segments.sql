-- metric: value.rfm_segments
-- grain:  one row per segment in a fixed order, also for a segment that nobody is in
-- needs:  customers, rfm, segment_rules
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- column: segment  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: revenue_per_customer  money
-- column: recency_days  days
-- mean:   revenue_per_customer of customers
-- mean:   recency_days of customers
-- whole:  customer_share, revenue_share
-- chart:  tree segment customers revenue_share
-- n:      customers
-- source: F-07
with codes as (
    select
        r_score,
        f_score,
        m_score,
        count(*) as customers,
        sum(revenue) as revenue,
        sum(recency_days) as recency_days,
        sum(cast(revenue as double) * cast(revenue as double)) as revenue_squares,
        sum(cast(recency_days as double) * cast(recency_days as double)) as recency_squares,
    from rfm
    group by r_score, f_score, m_score
),
coded as (
    select
        c.r_score,
        c.f_score,
        c.m_score,
        c.customers,
        c.revenue,
        c.recency_days,
        c.revenue_squares,
        c.recency_squares,
        min(r.segment_order) as segment_order,
    from codes as c
    inner join segment_rules as r
        on c.r_score between r.r_low and r.r_high
        and c.f_score between r.f_low and r.f_high
        and c.m_score between r.m_low and r.m_high
    group by
        c.r_score, c.f_score, c.m_score, c.customers, c.revenue, c.recency_days, c.revenue_squares, c.recency_squares
),
segments as (
    select distinct segment_order, segment from segment_rules
),
members as (
    select
        c.customer_id,
        c.customer_name,
        rfm.*,
        segments.segment,
    from rfm
    inner join coded
        on rfm.r_score = coded.r_score
        and rfm.f_score = coded.f_score
        and rfm.m_score = coded.m_score
    inner join segments on coded.segment_order = segments.segment_order
    inner join customers as c on rfm.customer_key = c.customer_key
)
-- answer
select
    s.segment,
    cast(coalesce(sum(c.customers), 0) as bigint) as customers,
    cast(coalesce(sum(c.customers), 0) as double) / nullif(sum(sum(c.customers)) over (partition by true), 0) as customer_share,
    cast(coalesce(sum(c.revenue), 0) as decimal(18, 4)) as revenue,
    cast(coalesce(sum(c.revenue), 0) as double) / nullif(sum(sum(c.revenue)) over (partition by true), 0) as revenue_share,
    cast(sum(c.revenue) as double) / nullif(sum(c.customers), 0) as revenue_per_customer,
    (sum(c.revenue_squares) - cast(sum(c.revenue) as double) * sum(c.revenue) / nullif(sum(c.customers), 0))
    / nullif(sum(c.customers) - 1, 0) as revenue_per_customer_variance,
    cast(sum(c.recency_days) as double) / nullif(sum(c.customers), 0) as recency_days,
    (sum(c.recency_squares) - cast(sum(c.recency_days) as double) * sum(c.recency_days) / nullif(sum(c.customers), 0))
    / nullif(sum(c.customers) - 1, 0) as recency_days_variance,
from segments as s
left join coded as c on s.segment_order = c.segment_order
group by s.segment_order, s.segment
order by s.segment_order
