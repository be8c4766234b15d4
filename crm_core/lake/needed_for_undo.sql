-- The version before the oldest import whose replaced rows an undo brings back: those of the batches themselves, and
-- those of batches undone while one of these already held their keys.
select min(b.version) - 1 as version
from lake.batches as b
where b.rows_replaced > 0
    and (
        list_contains($batch_ids, b.batch_id)
        or exists (
            select 1
            from lake.batches as c
            where list_contains($batch_ids, c.batch_id) and c.version > b.version and b.removed_in > c.version
        )
    );
