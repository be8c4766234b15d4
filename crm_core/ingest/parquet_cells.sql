-- How many cells a Parquet file says it holds.
select sum(num_rows) * (select count(*) from parquet_schema(${file}) where num_children is null)
from parquet_file_metadata(${file})
