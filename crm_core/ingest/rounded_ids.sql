-- Of the different ids of a column those of more than fifteen digits, and those whose further digits are all 0:
-- a spreadsheet keeps fifteen digits of a number.
select
    count(distinct x) filter (where regexp_full_match(x, '\d{16,}')) as long_ids,
    count(distinct x) filter (where regexp_full_match(x, '\d{15}0+')) as rounded
from (select id_of(${cell}) as x from ${source})
