insert into lake.{table} by name
select cast($batch_id as integer) as batch_id, * from read_parquet($path);
