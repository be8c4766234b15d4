-- The lines under the table of the file that is read next; see foot.py and is_remark of cells.py.
set variable remarks = $$remarks
