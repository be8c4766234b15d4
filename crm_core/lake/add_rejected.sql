insert into lake.rejected_rows
select batch_id, file, row_number, column_name, value, code, row_json
from read_parquet($path);
