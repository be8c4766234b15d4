-- one row per employee; they have numbers and no names
select
    'E' || lpad(cast(employee_no as varchar), 3, '0') as employee_id,
    department
from employees
