update lake.batches
set rows_standing = (select count(*) from lake.{table} as t where t.batch_id = batches.batch_id)
where table_name = $table_name and removed_in is null;
