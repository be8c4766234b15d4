-- The tables of the data: rows, last day, last import.
select table_name, row_count, last_on, imported_on, rows_read, rows_rejected
from mart.freshness
