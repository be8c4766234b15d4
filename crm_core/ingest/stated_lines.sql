-- Whether most lines of a file state the amount that their price and quantity give; in doubles, which is fast.
select 2 * count(case when abs(cast(amount as double) - (${stated})) < 0.01 then 1 end) >= count(amount)
from ${parquet}
where batch_id = ${batch_id}
