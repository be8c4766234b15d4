copy (select columns(*)::varchar from read_parquet(${file})) to ${target} (format csv, header)
