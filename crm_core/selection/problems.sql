-- What was checked about the values of the data, and how often it was wrong.
select table_name, problem, checked_count, problem_count
from mart.problems
