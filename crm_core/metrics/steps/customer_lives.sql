-- Every buyer's orders from the first day in the data to the end of the chosen days.
-- needs: sales
select
    customer_key,
    number as order_count,
    first_on,
    order_on as last_on,
    spent as revenue,
from sales
where next_on is null
