-- One row per employee and course (T-trainings).
create table mart.trainings as
select c.employee, e.department, t.course, t.trained_on, t.hours
from source.trainings as t
inner join employee_codes as c on t.employee_id = c.employee_id
left join mart.employees as e on c.employee = e.employee
where t.trained_on is not null and t.course is not null
order by t.trained_on, c.employee, t.course;
