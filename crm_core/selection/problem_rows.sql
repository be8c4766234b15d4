-- Whose rows have which problem.
select table_name, problem, customer_key, row_count
from mart.problem_rows
