-- one row per product and fortnight in which it is on deal
select
    'D' || lpad(cast(deal_no as varchar), 5, '0') as price_id,
    product_id,
    valid_from,
    valid_to,
    cast(list_cents / 100.0 as decimal(18, 4)) as list_price,
    cast(deal_cents / 100.0 as decimal(18, 4)) as deal_price,
    cast(fund_cents / 100.0 as decimal(18, 4)) as supplier_fund
from deals
