-- All prices and deals, whatever days are chosen: a list of today looks at deals of tomorrow.
select product_id, valid_from, valid_to, list_price, deal_price, supplier_fund, competitor_price
from mart.price_list
