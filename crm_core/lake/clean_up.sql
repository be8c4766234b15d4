-- Nobody reads an expired version's Parquet files: questions go to serving files.
call ducklake_cleanup_old_files('lake', cleanup_all => true);
