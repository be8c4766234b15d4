-- The second and later rows of a key within one import, in the order of files and rows.
create or replace temp table repeated as
select batch_id, n
from (
    select batch_id, n, row_number() over (partition by ${key} order by batch_id, n) as copy_number
    from read_parquet(${files})
    where (${key}) is not null
)
where copy_number > 1
