-- The products of the product file.
select p.*
from mart.products as p
