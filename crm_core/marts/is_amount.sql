-- Whether the first filled values of a column are decimal numbers, not all of them whole; a whole one may be a code.
select
    count(*) > 0
    and bool_and(regexp_full_match(value, '[-+]?[0-9]*[.][0-9]+'))
    and bool_or(not regexp_full_match(value, '.*[.]0+')) as is_amount,
from (select {column} as value from mart.{table} where {column} is not null limit 1000) as filled;
