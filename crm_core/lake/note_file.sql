insert into lake.data_files
select $path, num_rows, $byte_count, $sha256 from parquet_file_metadata($source);
