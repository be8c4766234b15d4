-- Undo: rows of batches that still stand, as they were when they were imported, come back where the
-- removed import held their key and nothing holds it now.
insert into lake.{table} by name
select old.*
from lake.{table} as old at (version => {made})
where list_contains($standing_batch_ids, old.batch_id)
    and old.{key} in (select key_value from removed_keys where table_name = $table_name)
    and not exists (select 1 from lake.{table} as now where now.{key} = old.{key});
