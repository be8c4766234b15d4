-- Batches whose whole table gave way to the import that made a version.
select batch_id from lake.batches where removed_in = $version and table_name = $table_name and not is_sample;
