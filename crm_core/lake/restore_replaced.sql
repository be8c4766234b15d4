-- Undo: rows of batches that still stand, as one version held them, come back where a removed batch held their
-- key, unless they are there or a later standing batch that replaces by key holds it.
insert into lake.{table} by name
select old.*
from lake.{table} as old at (version => {seen})
where list_contains($standing_batch_ids, old.batch_id)
    and old.{key} in (select key_value from removed_keys where table_name = $table_name)
    and not exists (
        select 1 from lake.{table} as now where now.{key} = old.{key} and now.batch_id = old.batch_id
    )
    and not exists (
        select 1
        from lake.{table} as later
        where later.{key} = old.{key} and list_contains($later_batch_ids, later.batch_id)
    );
