-- The canonical tables that any batch has ever brought rows to; all others are empty.
select distinct table_name from lake.batches;
