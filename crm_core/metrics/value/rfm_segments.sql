-- metric: value.rfm_segments
-- grain:  one row per segment in a fixed order, also for a segment that nobody is in
-- needs:  customers, rfm
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
-- chart:  tree segment customers revenue_share
-- n:      customers
-- source: F-07
with rules as (
    -- The first rule that fits wins; together they cover all 125 codes, each on purpose.
    select * from (values
        (1, 'champions', 4, 5, 4, 5, 4, 5),
        (2, 'loyal', 3, 5, 4, 5, 1, 5),
        (3, 'big_spenders', 3, 5, 1, 3, 5, 5),
        (4, 'promising', 4, 5, 2, 3, 1, 4),
        (5, 'new', 4, 5, 1, 1, 1, 4),
        (6, 'need_attention', 3, 3, 2, 3, 1, 4),
        (7, 'about_to_sleep', 3, 3, 1, 1, 1, 4),
        (8, 'cannot_lose', 1, 2, 4, 5, 4, 5),
        (9, 'at_risk', 1, 2, 3, 5, 1, 5),
        (9, 'at_risk', 1, 2, 1, 2, 4, 5),
        (10, 'hibernating', 2, 2, 1, 2, 1, 3),
        (11, 'lost', 1, 1, 1, 2, 1, 3)
    ) as t (segment_order, segment, r_low, r_high, f_low, f_high, m_low, m_high)
),
coded as (
    select
        s.r_score,
        s.f_score,
        s.m_score,
        min(r.segment_order) as segment_order,
    from (select distinct r_score, f_score, m_score from rfm) as s
    inner join rules as r
        on s.r_score between r.r_low and r.r_high
        and s.f_score between r.f_low and r.f_high
        and s.m_score between r.m_low and r.m_high
    group by s.r_score, s.f_score, s.m_score
),
segments as (
    select distinct segment_order, segment from rules
),
grouped as (
    select
        rfm.*,
        segments.segment,
    from rfm
    inner join coded
        on rfm.r_score = coded.r_score
        and rfm.f_score = coded.f_score
        and rfm.m_score = coded.m_score
    inner join segments on coded.segment_order = segments.segment_order
),
members as (
    select
        c.customer_id,
        c.customer_name,
        g.*,
    from grouped as g
    inner join customers as c on g.customer_key = c.customer_key
)
-- answer
select
    s.segment,
    count(m.customer_key) as customers,
    cast(count(m.customer_key) as double) / nullif(sum(count(m.customer_key)) over (), 0) as customer_share,
    cast(coalesce(sum(m.revenue), 0) as decimal(18, 4)) as revenue,
    cast(coalesce(sum(m.revenue), 0) as double) / nullif(sum(sum(m.revenue)) over (), 0) as revenue_share,
    cast(sum(m.revenue) as double) / nullif(count(m.customer_key), 0) as revenue_per_customer,
    cast(sum(m.recency_days) as double) / nullif(count(m.customer_key), 0) as recency_days,
from segments as s
left join grouped as m on s.segment = m.segment
group by s.segment_order, s.segment
order by s.segment_order
