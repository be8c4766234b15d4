-- The name of every product that was sold, as far as a file gives one.
-- needs: transactions_so_far
select
    cast(product_id as varchar) as product_id,
    max(cast(product_name as varchar)) as product_name,
from transactions_so_far
where product_id is not null and product_name is not null
group by product_id
