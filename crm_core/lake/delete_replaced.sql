delete from lake.{table}
where {key} in (select {key} from read_parquet($path) where {key} is not null);
