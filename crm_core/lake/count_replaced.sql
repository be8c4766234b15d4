-- Rows of earlier imports whose key comes again, per new batch that brings it.
with arriving as (
    select {key} as key_value, min(batch_id) as batch_id
    from read_parquet($path)
    where {key} is not null
    group by {key}
)
select a.batch_id, count(*) as rows_replaced
from lake.{table} as t
inner join arriving as a on t.{key} = a.key_value
group by a.batch_id;
