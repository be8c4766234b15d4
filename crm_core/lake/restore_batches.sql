insert into lake.{table} by name
select old.* from lake.{table} as old at (version => {before})
where list_contains($batch_ids, old.batch_id);
