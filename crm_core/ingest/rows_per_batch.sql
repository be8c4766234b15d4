select batch_id, count(*) from read_parquet(${files}) group by batch_id
