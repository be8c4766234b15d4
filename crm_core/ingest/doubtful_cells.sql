-- The cells whose values might be readable if the column were written in another style.
select distinct cause.at
from (select unnest(causes) as cause from bad_rows where kind = 'rejected')
where cause.code in ('bad_number', 'bad_integer', 'bad_seconds', 'bad_score', 'bad_weight', 'bad_date', 'bad_timestamp')
order by cause.at
