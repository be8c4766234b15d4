select batch_id from lake.batches where removed_in is null and table_name = $table_name and not is_sample;
