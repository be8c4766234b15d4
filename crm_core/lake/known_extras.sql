select table_name, column_name, header from lake.extra_columns;
