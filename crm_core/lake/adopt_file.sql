-- Columns that the imported files do not have are missing in the Parquet file and read as NULL.
call ducklake_add_data_files('lake', $table, $path, allow_missing => true);
