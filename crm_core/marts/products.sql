-- One row per product of the product file.
create table mart.products as
select p.* exclude (batch_id),
from source.products as p
order by p.product_id;
