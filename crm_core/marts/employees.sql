-- Every employee that any table names, by a number that may stand in a link: an employee number without a digit is a
-- name, one of eleven digits a telephone; both are replaced by a running number. Names themselves are not served.
create temp table employee_codes as
with named as (
    select employee_id from source.employees
    union
    select employee_id from source.interactions
    union
    select employee_id from source.service_audits
    union
    select employee_id from source.trainings
)
select
    employee_id,
    case
        when regexp_matches(employee_id, '[0-9]')
            and not contains(employee_id, '@')
            and not regexp_full_match(employee_id, '1[0-9]{10}')
            then employee_id
        else concat('#', row_number() over (order by employee_id))
    end as employee,
from named
where employee_id is not null;

create table mart.employees as
select c.employee, e.department, e.role, e.hired_on, e.left_on, e.employee_id is not null as is_on_file
from employee_codes as c
left join source.employees as e on c.employee_id = e.employee_id
order by c.employee;
