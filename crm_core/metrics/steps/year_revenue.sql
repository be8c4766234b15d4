-- What every customer bought in the twelve months up to the end of the days.
-- needs: orders_so_far
select
    customer_key,
    cast(sum(amount) as decimal(18, 4)) as revenue_of_year,
    max(case when is_sale then order_on end) as last_order_on,
from orders_so_far
where order_on > least($to, $as_of) - interval 1 year and customer_key is not null
group by customer_key
