select count(*) from lake.{table} where list_contains($batch_ids, batch_id);
