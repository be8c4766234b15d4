select count(*) from lake.{table} where batch_id = $batch_id;
