-- metric: prediction.alive
-- grain:  one row per band of the probability to be a customer still, surest first, also for a band that nobody is in;
--         without a model two, by a purchase within the last 52 weeks
-- forecast: who will buy again
-- needs:  customers, forecast
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  model of prediction.kpis
-- param:  horizon of prediction.kpis
-- param:  margin of prediction.kpis
-- param:  discount of prediction.kpis
-- column: alive_band  code
-- column: customers  count
-- column: customer_share  share
-- column: one_time_buyers  count
-- column: alive  number
-- column: recent_revenue  money
-- column: expected_orders  number
-- column: expected_revenue  money
-- column: clv  money
-- derived: customer_share
-- chart:  bars alive_band customers recent_revenue
-- n:      customers
-- source: S-39, S-54, M-24
with expected as (
    select
        *,
        case
            when p_alive >= 0.8 then 'sure'
            when p_alive >= 0.5 then 'likely'
            when p_alive >= 0.2 then 'doubtful'
            when p_alive is not null then 'gone'
            when is_recent then 'recent'
            else 'silent'
        end as alive_band,
        expected_orders * spend_per_order as expected_revenue,
        discounted_orders * spend_per_order * $margin[1] as clv,
    from forecast
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        e.last_order_on,
        e.repeat_days + 1 as purchase_days,
        e.repeat_days = 0 as is_one_time,
        e.recent_revenue,
        e.alive_band,
        e.p_alive,
        e.expected_orders,
        e.expected_revenue,
        e.clv,
    from expected as e
    inner join customers as c on e.customer_key = c.customer_key
),
summed as (
    select
        alive_band,
        count(*) as customers,
        count(case when is_one_time then 1 end) as one_time_buyers,
        sum(p_alive) as alive,
        sum(recent_revenue) as recent_revenue,
        sum(expected_orders) as expected_orders,
        sum(expected_revenue) as expected_revenue,
        sum(clv) as clv,
    from members
    group by alive_band
),
bands as (
    select *
    from (
        values (1, 'sure'), (2, 'likely'), (3, 'doubtful'), (4, 'gone'), (5, 'recent'), (6, 'silent')
    ) as t (band_order, alive_band)
    where (band_order <= 4) = ($model_state = 'fits')
)
-- answer
select
    b.alive_band,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    coalesce(s.one_time_buyers, 0) as one_time_buyers,
    case when s.customers > 0 then s.alive else 0 end as alive,
    cast(coalesce(s.recent_revenue, 0) as decimal(18, 4)) as recent_revenue,
    case when s.customers > 0 then s.expected_orders else 0 end as expected_orders,
    case when s.customers > 0 then s.expected_revenue else 0 end as expected_revenue,
    case when s.customers > 0 then s.clv else 0 end as clv,
from bands as b
left join summed as s on b.alive_band = s.alive_band
order by b.band_order
