-- How the dates of one column are written, over all its values.
select
    count(*) filter (where not is_missing_date(x)) as filled,
    count(*) filter (where regexp_matches(s, '^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}')) as year_last,
    count(*) filter (where try_cast(regexp_extract(s, '^(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}', 1) as integer) > 12) as day_first,
    count(*) filter (where try_cast(regexp_extract(s, '^\d{1,2}[-/.](\d{1,2})[-/.]\d{4}', 1) as integer) > 12) as month_first,
    count(*) filter (where regexp_full_match(s, '\d{5}(\.\d+)?') and try_cast(s as double) between 20000 and 60000) as serial,
    count(*) filter (where regexp_full_match(s, '\d{10}|\d{13}')) as unix,
    array_to_string(list_sort(list(distinct upper(nullif(year_first_parts(s).zone, '')))), ', ') as zones,
    min(x) filter (where regexp_matches(s, '^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}')) as example
from (select ${cell} as x, folded(${cell}) as s from ${source})
