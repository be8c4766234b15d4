-- Every day on which a customer bought, up to the end of the days: its number, the next one, the first, and what was
-- spent on average up to it. Several orders of one day are one purchase: the last one stands for it.
-- needs: sales
select
    customer_key,
    order_on,
    day_number as number,
    next_on,
    first_on,
    cast(spent as double) / nullif(day_number, 0) as usual_amount,
from sales
where next_on is null or next_on > order_on
