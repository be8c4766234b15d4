update lake.batches
set rows_standing = rows_standing - (
    select cast(sum(g.row_count) as bigint) from gave_way as g where g.earlier_batch_id = batches.batch_id
)
where batch_id in (select earlier_batch_id from gave_way);
