-- Takes back a removal of batches; their rows come back from the version before.
update lake.batches set removed_in = null where list_contains($batch_ids, batch_id);
