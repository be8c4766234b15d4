-- The rows of a step that were asked before its model was fitted.
select * from $kept_rows
