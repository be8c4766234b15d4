-- The orders of several lines of a file, and how many of them state the same amount in each.
select count(*), count(case when is_same then 1 end)
from (
    select min(amount) = max(amount) as is_same
    from ${parquet}
    where batch_id = ${batch_id} and order_id is not null and amount is not null
    group by order_id
    having count(*) > 1
)
