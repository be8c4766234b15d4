-- Everybody who served during the period: hired by its end, not gone before it began.
select e.*
from mart.employees as e
where (e.hired_on is null or e.hired_on <= $to) and (e.left_on is null or e.left_on >= $from)
