-- Which columns each import brought, also those that were empty in every row: an empty column of ends says that nothing
-- has ended, a file without it says nothing. The books keep them as JSON, in the order of the file's header.
create temp table told_columns as
select batch_id, trim(unnest(string_split(regexp_extract(mapping, '"columns": \[([^\]]*)\]', 1), ',')), ' "') as column_name
from source.batches;
