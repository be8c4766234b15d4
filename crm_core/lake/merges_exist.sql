select count(*) from duckdb_tables() where database_name = 'lake' and table_name = 'merges';
