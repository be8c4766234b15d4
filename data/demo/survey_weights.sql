-- one row per attribute that has a weight
select
    'W' || weight_no as weight_id,
    attribute,
    cast(weight as decimal(18, 6)) as weight
from weights
