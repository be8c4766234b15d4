-- The rule of what counts, one row per order line:
--   sale        quantity > 0 and price > 0 (without a quantity or price: amount > 0)
--   return      money that goes back: quantity or amount below zero
--   cancelled   marked so by status, flag or kind, or a C-number with a negative quantity
--   unpaid      the file states payment times and this order has none
--   adjustment  all else: zero prices, zero amounts, corrections
-- The words of a state are those of crm_core/schema/order_states.toml.
-- amount is that of the line; net_amount takes refunds, returns and cancelled money off.
-- Columns to group by are stored as numbers of their values (the types of value_type.sql): written and read faster.
-- Lines keep the order of their files, which exports write by date; a sort would cost more than it gives.
create type mart.line_kind as enum ('sale', 'return', 'cancelled', 'unpaid', 'adjustment');

create table mart.transactions as
with stating_payment as (
    -- Imports that fill paid_at anywhere state payment; in others a missing time says nothing.
    select distinct batch_id from source.transactions where paid_at is not null
),
stating_time as (
    -- Of an import that knows days only, midnight says nothing.
    select distinct batch_id from source.transactions where order_at <> cast(order_at as date)
),
priced as (
    select
        t.*,
        coalesce(
            t.amount,
            cast(t.quantity * t.unit_price - coalesce(t.discount_amount, 0) as decimal(18, 4))
        ) as line_amount,
        lower(coalesce(t.kind, '')) as told_kind,
        lower(coalesce(t.order_status, '')) as told_status,
        t.batch_id in (select batch_id from stating_payment) as states_payment,
    from source.transactions as t
),
goods as (
    select
        p.* replace (
            cast(p.product_name as mart.product_name_values) as product_name,
            cast(p.category as mart.category_values) as category,
            cast(p.brand as mart.brand_values) as brand,
            cast(p.division as mart.division_values) as division,
            cast(p.target_age_band as mart.target_age_band_values) as target_age_band
        )
    from source.products as p
),
ruled as (
    select
        *,
        case
            when told_kind in ('return', 'refund', '退货', '退款', '退货单') then 'return'
            when told_kind in ('adjustment', '调整', '冲账', '坏账') then 'adjustment'
            when told_kind in ('cancelled', 'canceled', '取消', '作废') then 'cancelled'
            when is_cancelled
                or told_status in ({cancelled})
                -- All the money went back, and no column says how much.
                or coalesce(refund_amount, 0) = 0 and told_status in ({refunded})
                or (quantity < 0 and regexp_full_match(order_id, '[Cc][0-9]+'))
                then 'cancelled'
            when states_payment and paid_at is null then 'unpaid'
            when told_status in ({unpaid}) then 'unpaid'
            when unit_price <= 0 or line_amount = 0 or line_amount is null then 'adjustment'
            when quantity < 0 or line_amount < 0 then 'return'
            when coalesce(quantity, 1) > 0 and line_amount > 0 then 'sale'
            else 'adjustment'
        end as line_kind,
    from priced
)
select
    -- Without an order number, the lines of one customer at one time are one order. The key is a hash of
    -- the number: orders.sql makes sure that no two numbers share one.
    hash(coalesce(r.order_id, concat('@', r.customer_id, '@', r.order_at))) as order_key,
    k.customer_key,
    cast(r.order_at as date) as order_on,
    case when r.batch_id in (select batch_id from stating_time) then cast(hour(r.order_at) as tinyint) end as order_hour,
    cast(r.line_kind as mart.line_kind) as kind,
    r.line_amount as amount,
    cast(
        case
            when r.line_kind = 'sale' then r.line_amount - coalesce(r.refund_amount, 0)
            -- A return document may state its amount with or without the minus.
            when r.line_kind = 'return' then -abs(r.line_amount)
            when r.line_kind = 'cancelled' then least(r.line_amount, 0)
            else 0
        end as decimal(18, 4)
    ) as net_amount,
    coalesce(r.cost_amount, cast(r.quantity * p.unit_cost as decimal(18, 4))) as cost_amount,
    coalesce(cast(r.product_name as mart.product_name_values), p.product_name) as product_name,
    p.* exclude (
        batch_id, product_id, product_name, business_line, launched_on, ended_on, list_price, unit_cost, unit
    ),
    r.* exclude (
        batch_id, order_id, customer_id, line_no, order_at, paid_at, amount, cost_amount, product_name, kind, told_kind,
        told_status, line_kind, line_amount, states_payment, is_cancelled, member_id, shipped_at, delivered_at,
        returned_at, currency, unit_price
    ) replace (
        cast(r.product_id as mart.product_id_values) as product_id,
        cast(r.order_status as mart.order_status_values) as order_status,
        cast(r.channel as mart.channel_values) as channel,
        cast(r.ship_region as mart.ship_region_values) as ship_region,
        cast(r.ship_city as mart.ship_city_values) as ship_city,
        cast(r.partner_id as mart.partner_id_values) as partner_id,
        cast(r.store_id as mart.store_id_values) as store_id,
        cast(r.employee_id as mart.employee_id_values) as employee_id,
        cast(r.campaign_id as mart.campaign_id_values) as campaign_id,
        cast(r.business_line as mart.business_line_values) as business_line,
        cast(r.promo_tool as mart.promo_tool_values) as promo_tool
    ),
from ruled as r
left join customer_keys as k on r.customer_id = k.customer_id
left join goods as p on r.product_id = p.product_id;
