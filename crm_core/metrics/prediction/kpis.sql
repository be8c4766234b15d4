-- metric: prediction.kpis
-- grain:  one row
-- forecast: the purchases to come
-- needs:  customers, forecast, orders_so_far
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  model = mbg_nbd | bg_nbd
-- param:  horizon = 52 | 26 | 13
-- param:  margin = 0.3
-- param:  discount = 0.1
-- column: customers  count
-- column: alive  number
-- column: expected_orders  number
-- column: expected_revenue  money
-- column: clv  money
-- column: repeat_buyers  count
-- column: one_time_buyers  count
-- column: model_state  text
-- column: own_margin  share
-- range:  alive
-- range:  expected_orders
-- range:  expected_revenue
-- whole:  own_margin
-- part:   is_one_time
-- n:      customers
-- source: S-39, S-54, M-24
with members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        f.last_order_on,
        f.repeat_days + 1 as purchase_days,
        f.repeat_days = 0 as is_one_time,
        f.revenue,
        f.p_alive,
        f.expected_orders,
        f.expected_orders * f.spend_per_order as expected_revenue,
        f.discounted_orders * f.spend_per_order * $margin[1] as clv,
    from forecast as f
    inner join customers as c on f.customer_key = c.customer_key
),
summed as (
    select
        count(*) as customers,
        sum(p_alive) as alive,
        sum(expected_orders) as expected_orders,
        sum(expected_revenue) as expected_revenue,
        sum(clv) as clv,
        count(case when not is_one_time then 1 end) as repeat_buyers,
        count(case when is_one_time then 1 end) as one_time_buyers,
    from members
),
earned as (
    -- The margin of the last year, of the orders whose cost is known: to be held against the margin assumed.
    select cast(sum(amount - cost_amount) as double) / nullif(cast(sum(amount) as double), 0) as own_margin
    from orders_so_far
    where cost_amount is not null and date_diff('day', order_on, $to) < 364
)
-- answer
select
    s.customers,
    s.alive,
    -- Totals are positive and their errors relative: the ends are those of the logarithm.
    s.alive * exp(-1.96 * cast($alive_error as double)) as alive_low,
    s.alive * exp(1.96 * cast($alive_error as double)) as alive_high,
    s.expected_orders,
    s.expected_orders * exp(-1.96 * cast($orders_error as double)) as expected_orders_low,
    s.expected_orders * exp(1.96 * cast($orders_error as double)) as expected_orders_high,
    s.expected_revenue,
    s.expected_revenue * exp(-1.96 * cast($revenue_error as double)) as expected_revenue_low,
    s.expected_revenue * exp(1.96 * cast($revenue_error as double)) as expected_revenue_high,
    s.clv,
    s.repeat_buyers,
    s.one_time_buyers,
    $model_state as model_state,
    e.own_margin,
from summed as s
cross join earned as e
