-- One row per product and span of days in which a price holds; NULL days are open ends.
create table mart.price_list as
select
    product_id,
    valid_from,
    valid_to,
    list_price,
    deal_price,
    supplier_fund,
    competitor_price,
from source.price_list
order by product_id, valid_from, valid_to, deal_price;
