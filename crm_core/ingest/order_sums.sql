-- Of a file's orders of several lines, how many state the same amount in each; of the lines with a price and a
-- quantity, how many state the amount that these give.
with told as (
    select order_id, amount, ${stated} as stated
    from ${parquet}
    where batch_id = ${batch_id} and order_id is not null and amount is not null
),
of_order as (
    select order_id, min(amount) = max(amount) as is_same
    from told
    where (select 2 * count(case when abs(amount - stated) < 0.01 then 1 end) from told) < (select count(*) from told)
    group by order_id
    having count(*) > 1
)
select count(*), count(case when is_same then 1 end) from of_order
