select batch_id, file, row_number, column_name, value, code, row_json
from mart.rejected_rows
where list_contains($batch_ids, batch_id)
order by batch_id, row_number, column_name;
