-- Per file, how many rows were loaded and how many of each column's cells hold a value.
select batch_id, $counts
from $parquet
group by batch_id
