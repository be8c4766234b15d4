-- One row per solution (T-solutions): an answer that any employee can give again.
create table mart.solutions as
select solution_id, title, category, product_id, created_on
from source.solutions
where solution_id is not null
order by solution_id;
