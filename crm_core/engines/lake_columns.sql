-- The columns of every table that the lake has, as the connection sees it.
select table_name, column_name from duckdb_columns() where database_name = 'lake' order by table_name, column_index;
