-- needs: complaints_so_far
-- Whether the data tell which complaints have ended: where no file has a column of them nobody knows which are open. Where
-- some files have, those of the others are named as left out.
select count(*) = 0 or count(case when ending <> 'untold' then 1 end) > 0 as is_told
from complaints_so_far
