-- Every file that the catalogue names, below the lake's folder.
with paths as (
    select t.table_id, concat(s.path, t.path) as folder
    from __ducklake_metadata_lake.ducklake_table as t
    inner join __ducklake_metadata_lake.ducklake_schema as s on t.schema_id = s.schema_id
),
named as (
    select table_id, path, path_is_relative from __ducklake_metadata_lake.ducklake_data_file
    union
    select table_id, path, path_is_relative from __ducklake_metadata_lake.ducklake_delete_file
)
select case when n.path_is_relative = 1 then concat(p.folder, n.path) else n.path end as path
from named as n
left join paths as p on n.table_id = p.table_id
union
select path from __ducklake_metadata_lake.ducklake_files_scheduled_for_deletion;
