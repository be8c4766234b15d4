-- A line that could not be split has no cells: the line itself is the value.
insert into rejected
select $$batch_id, $$file, row_number, null, value, code, null from broken_rows
