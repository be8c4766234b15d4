-- needs: complaints_so_far
-- Whether the data tell which complaints have ended: where no file has a column of them nobody knows which are open.
select count(case when ending = 'untold' then 1 end) = 0 as is_told
from complaints_so_far
