-- The columns that at least one row fills, as table.column.
select concat(table_name, '.', column_name) from mart.filled_counts where filled_count > 0;
