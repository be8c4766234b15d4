-- Trainings of the period. They are about employees: no filter of customers narrows them.
select t.*
from mart.trainings as t
where t.trained_on between $from and $to
