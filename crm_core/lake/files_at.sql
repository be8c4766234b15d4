-- Every file that a version reads: path below the lake's folder, rows and bytes as registered.
with paths as (
    select t.table_id, concat(s.path, t.path) as folder
    from __ducklake_metadata_lake.ducklake_table as t
    inner join __ducklake_metadata_lake.ducklake_schema as s on t.schema_id = s.schema_id
),
named as (
    select table_id, path, path_is_relative, record_count, file_size_bytes
    from __ducklake_metadata_lake.ducklake_data_file
    where begin_snapshot <= $version and (end_snapshot is null or end_snapshot > $version)
    union all
    select table_id, path, path_is_relative, delete_count, file_size_bytes
    from __ducklake_metadata_lake.ducklake_delete_file
    where begin_snapshot <= $version and (end_snapshot is null or end_snapshot > $version)
)
select
    case when n.path_is_relative = 1 then concat(p.folder, n.path) else n.path end as path,
    n.record_count,
    n.file_size_bytes,
from named as n
left join paths as p on n.table_id = p.table_id
order by path;
