-- Rows of earlier batches whose key comes again, per new batch that brings it.
create or replace temp table gave_way as
with arriving as (
    select {key} as key_value, min(batch_id) as batch_id
    from read_parquet($path)
    where {key} is not null
    group by {key}
)
select a.batch_id, t.batch_id as earlier_batch_id, count(*) as row_count
from lake.{table} as t
inner join arriving as a on t.{key} = a.key_value
group by a.batch_id, t.batch_id;
