-- one row per attribute that has a weight
select
    attribute,
    cast(weight as decimal(18, 6)) as weight
from weights
