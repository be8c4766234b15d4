select *
from members
/* cell */
order by all
