-- The day of every product's first sale in all of the data.
select product_id, min(order_on) as first_sale_on
from mart.transactions
where kind = 'sale' and product_id is not null
group by product_id
