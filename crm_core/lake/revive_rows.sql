-- Undo of "replace this table": its rows come back as they were, but for keys that a later standing batch holds.
insert into lake.{table} by name
select old.*
from lake.{table} as old at (version => {before})
where list_contains($batch_ids, old.batch_id)
    and not exists (
        select 1
        from lake.{table} as later
        where later.{key} = old.{key} and list_contains($later_batch_ids, later.batch_id)
    );
