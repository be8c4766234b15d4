copy (
    select p.* exclude (n)
    from read_parquet(${files}) as p
    where not exists (select 1 from repeated as r where r.batch_id = p.batch_id and r.n = p.n)
) to ${target} (format parquet, compression ${compression})
