-- The columns to filter and break down by.
create table mart.dimensions (table_name varchar, column_name varchar, label varchar, value_count bigint);
