-- How many cells of a column are filled, and how many of them can be read.
select count(*) filter (not is_missing(${cell})), count(${value})
from (select ${cell}, ${typed} from ${source})
