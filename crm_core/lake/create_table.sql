create table lake.{table} (batch_id integer, {key} varchar);
