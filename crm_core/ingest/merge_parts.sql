copy (select * from read_parquet(${files})) to ${target} (format parquet, compression ${compression})
