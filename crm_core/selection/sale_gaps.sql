-- The days between two sales of a customer that follow each other, both in the period.
select
    customer_key,
    date_diff('day', order_on, next_sale_on) as gap_days,
from mart.orders
where sale_number is not null and order_on >= $from and next_sale_on <= $to
/* of customers */
