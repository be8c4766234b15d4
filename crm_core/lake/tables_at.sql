-- The tables that the lake had at a version.
select t.table_name
from __ducklake_metadata_lake.ducklake_table as t
where t.begin_snapshot <= {version} and (t.end_snapshot is null or t.end_snapshot > {version});
