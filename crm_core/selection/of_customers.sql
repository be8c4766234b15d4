and customer_key in (select customer_key from customers)
