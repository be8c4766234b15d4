-- Every customer that any table names, with a dense integer key in the order of the ids.
create temp table customer_keys as
with named as (
    select customer_id from source.customers
    union
    select customer_id from source.transactions
    union
    select customer_id from source.customer_costs
)
select
    cast(row_number() over (order by customer_id) as integer) as customer_key,
    customer_id,
from named
where customer_id is not null;
