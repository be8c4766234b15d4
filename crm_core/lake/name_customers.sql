insert into named_customers
select distinct customer_id from lake.{table} at (version => {version}) where customer_id is not null;
