-- How many bytes the files of every table of the lake have; rows that the catalogue itself holds have none.
select table_name, coalesce(file_size_bytes, 0) as byte_count
from ducklake_table_info('lake');
