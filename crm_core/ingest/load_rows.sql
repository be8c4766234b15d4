-- One pass over a file: text cells c0, c1 … read as typed cells t0, t1 …; only whole rows go on.
copy (
    select ${output}
    from (select ${ordinal} ${cells}, ${typed} from ${source})
    where ${is_good}
) to '${target}' (format parquet, compression ${compression})
