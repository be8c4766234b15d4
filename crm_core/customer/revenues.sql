-- The revenue of everyone who bought in the chosen days, in ten-thousandths, so that it is exact as a whole number.
select cast(revenue * 10000 as bigint) as revenue
from customer_orders
order by revenue
