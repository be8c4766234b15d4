update lake.batches set removed_in = $version where list_contains($batch_ids, batch_id);
