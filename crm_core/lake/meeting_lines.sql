-- The lines of orders that stand and of those that arrive with their numbers.
create or replace temp table meeting_lines as
select columns('^(order_id|customer_id|order_at)$')
from lake.transactions
where order_id in (select order_id from read_parquet($path))
union all by name
select columns('^(order_id|customer_id|order_at)$')
from read_parquet($path)
where order_id in (select order_id from lake.transactions);
