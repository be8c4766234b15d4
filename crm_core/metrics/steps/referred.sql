-- How many customers who bought each customer sent, by the referrer of the customer file.
-- needs: customer_lives, customers
select
    r.customer_key,
    count(*) as new_customers,
from customer_lives as l
inner join customers as c on l.customer_key = c.customer_key
inner join customers as r on c.referrer_id = r.customer_id
group by r.customer_key
