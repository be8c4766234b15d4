-- All solutions: one that is written later may name what was done before.
select s.*
from mart.solutions as s
