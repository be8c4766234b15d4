and (customer_key is null or customer_key in (select customer_key from customers))
