-- How many rows fill each column of one table.
-- A name comes as a quoted identifier; as a value it loses its quotes.
insert into mart.filled_counts
select trim('{table}', '"'), u.column_name, u.filled_count
from (
    unpivot (select count(columns(* exclude (batch_id))) from source.{table})
    on columns(*) into name column_name value filled_count
) as u;
