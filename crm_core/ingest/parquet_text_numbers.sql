-- Whether each column of a Parquet file is text that may hold decimals or thousands; numbers of their own kind are plain.
select
    coalesce(bool_or(
        typeof(columns(*)) = 'VARCHAR' and regexp_full_match(columns(*)::varchar, '\D*[1-9]\d{0,2}[.,]\d{3}\D*')
    ), false)
from read_parquet(${file})
