-- one row per employee and course
select
    'T' || lpad(cast(training_no as varchar), 4, '0') as training_id,
    'E' || lpad(cast(employee_no as varchar), 3, '0') as employee_id,
    course,
    cast(trained_on as date) as trained_on,
    cast(hours as decimal(18, 3)) as hours
from trainings
