-- one row per order line, in order of time; money from whole cents, so every sum is exact
select
    'D' || lpad(cast(order_no as varchar), 8, '0') as order_id,
    cast(line_no as integer) as line_no,
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    cast(order_at as timestamp) as order_at,
    product_id,
    cast(quantity as decimal(18, 3)) as quantity,
    cast(cast(price_cents as decimal(14, 0)) * 0.01 as decimal(18, 4)) as unit_price,
    cast(cast(discount_cents as decimal(14, 0)) * 0.01 as decimal(18, 4)) as discount_amount,
    cast(
        cast(cast(quantity as bigint) * price_cents - discount_cents as decimal(14, 0)) * 0.01
        as decimal(18, 4)
    ) as amount,
    cast(
        cast(cast(quantity as bigint) * cost_cents as decimal(14, 0)) * 0.01 as decimal(18, 4)
    ) as cost_amount,
    kind,
    channel,
    ship_region,
    'C' || lpad(cast(partner_no as varchar), 7, '0') as partner_id,
    'S' || lpad(cast(store_no as varchar), 3, '0') as store_id,
    promo_tool
from lines
