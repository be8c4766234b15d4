-- metric: prediction.clv
-- grain:  one row per tier of expected value, best first, also for a tier that nobody is in; last, where there are
--         any, those of whom nothing can be expected
-- forecast: the value to come
-- needs:  customers, forecast
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  model of prediction.kpis
-- param:  horizon of prediction.kpis
-- param:  margin of prediction.kpis
-- param:  discount of prediction.kpis
-- column: clv_tier  code
-- column: customers  count
-- column: clv  money
-- column: clv_share  share
-- column: clv_per_customer  money
-- column: expected_orders  number
-- column: expected_revenue  money
-- column: recent_revenue  money
-- mean:   clv_per_customer of customers
-- derived: clv_share
-- chart:  pyramid clv_tier customers clv_share
-- n:      customers
-- source: S-39, S-54, M-24
with valued as (
    select
        *,
        expected_orders * spend_per_order as expected_revenue,
        discounted_orders * spend_per_order * $margin[1] as clv,
    from forecast
),
ranked as (
    -- Equal values share the better tier: their rank is the first of their places. Unknown values have none.
    select
        *,
        case when clv is not null then rank() over (order by clv desc nulls last) end as place,
        count(clv) over (partition by true) as customer_count,
    from valued
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        r.last_order_on,
        r.repeat_days + 1 as purchase_days,
        r.recent_revenue,
        r.p_alive,
        r.expected_orders,
        r.expected_revenue,
        r.clv,
        -- The place before decides, so the first is always at the top, however few customers there are.
        case
            when r.place is null then 'unknown'
            when r.place - 1 < 0.01 * r.customer_count then 'top_1'
            when r.place - 1 < 0.05 * r.customer_count then 'top_5'
            when r.place - 1 < 0.2 * r.customer_count then 'top_20'
            else 'rest'
        end as clv_tier,
    from ranked as r
    inner join customers as c on r.customer_key = c.customer_key
),
summed as (
    select
        clv_tier,
        count(*) as customers,
        sum(clv) as clv,
        var_samp(clv) as clv_variance,
        sum(expected_orders) as expected_orders,
        sum(expected_revenue) as expected_revenue,
        sum(recent_revenue) as recent_revenue,
    from members
    group by clv_tier
),
tiers as (
    select *
    from (
        values (1, 'top_1'), (2, 'top_5'), (3, 'top_20'), (4, 'rest'), (5, 'unknown')
    ) as t (tier_order, clv_tier)
)
-- answer
select
    t.clv_tier,
    coalesce(s.customers, 0) as customers,
    case when s.customers > 0 then s.clv else 0 end as clv,
    case when s.customers > 0 then s.clv else 0 end / nullif(sum(s.clv) over (partition by true), 0) as clv_share,
    s.clv / nullif(s.customers, 0) as clv_per_customer,
    s.clv_variance as clv_per_customer_variance,
    case when s.customers > 0 then s.expected_orders else 0 end as expected_orders,
    case when s.customers > 0 then s.expected_revenue else 0 end as expected_revenue,
    cast(coalesce(s.recent_revenue, 0) as decimal(18, 4)) as recent_revenue,
from tiers as t
left join summed as s on t.clv_tier = s.clv_tier
where t.tier_order <= 4 or s.customers > 0
order by t.tier_order
