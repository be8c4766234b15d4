select * from lake.{table} limit 0;
