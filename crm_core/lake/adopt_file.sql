-- The file has every column of the table, so nothing is left to the reader to fill in.
call ducklake_add_data_files('lake', $table, $path);
