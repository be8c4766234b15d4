insert into lake.extra_columns values ($table_name, $column_name, $header);
