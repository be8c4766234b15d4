-- How many cells of a column are filled, can be read, are above 0 and at most 1, and are percentages.
select
    count(*) filter (not is_missing(cell)),
    count(value),
    count(*) filter (try_cast(value as double) > 0 and try_cast(value as double) <= 1),
    count(*) filter (regexp_matches(cell, '[%％]\s*$$'))
from (select ${cell} as cell, ${value} as value from (select ${cell}, ${typed} from ${source}))
