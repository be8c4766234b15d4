-- one row per solution, in order of number
select
    'S' || lpad(cast(solution_no as varchar), 3, '0') as solution_id,
    title,
    category,
    created_on
from drawn
