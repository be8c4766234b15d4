-- Rows of earlier batches that come again just as they are, per new batch that brings them.
create or replace temp table gave_way as
with arriving as (
    select row({columns}) as line, min(batch_id) as batch_id
    from read_parquet($path)
    where {key} is not null
    group by line
),
standing as (
    select row({columns}) as line, batch_id
    from lake.{table}
    where {key} is not null
)
-- In rows a NULL is like another NULL.
select a.batch_id, s.batch_id as earlier_batch_id, count(*) as row_count
from standing as s
inner join arriving as a on s.line = a.line
group by a.batch_id, s.batch_id;
