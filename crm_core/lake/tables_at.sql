-- The tables that the lake had at a version and that have ever had rows: the catalogue counts those from the first on.
select t.table_name
from __ducklake_metadata_lake.ducklake_table as t
inner join __ducklake_metadata_lake.ducklake_table_stats as s on t.table_id = s.table_id
where t.begin_snapshot <= {version} and (t.end_snapshot is null or t.end_snapshot > {version});
