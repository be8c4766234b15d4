-- Every sale of a customer up to the end of the chosen days: its number, that of its day, the day of the next one, and
-- what was spent up to it, and up to the third before it (NULL up to the third). first_on is the day of the first of
-- these sales; first_order_on that of all the customer's, whatever lines are chosen.
select
    customer_key,
    order_key,
    order_on,
    sale_number as number,
    sale_day_number as day_number,
    first_order_on,
    first_order_on as first_on,
    case when next_sale_on <= least($to, $as_of) then next_sale_on end as next_on,
    sale_amount as amount,
    sale_amount_so_far as spent,
    case when sale_number > 3 then sale_amount_so_far - sale_amount_of_three end as spent_earlier,
from mart.orders
where sale_number is not null and order_on <= least($to, $as_of)
/* of customers */
