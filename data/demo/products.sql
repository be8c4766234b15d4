-- one row per product, as in the catalogue
select
    product_id,
    product_name,
    category,
    brand,
    division,
    target_age_band,
    cast(is_functional as boolean) as is_functional,
    cast(is_high_value as boolean) as is_high_value,
    cast(launched_on as date) as launched_on,
    cast(ended_on as date) as ended_on,
    cast(list_price as decimal(18, 4)) as list_price,
    cast(unit_cost as decimal(18, 4)) as unit_cost,
    unit
from read_csv($catalogue, header = true, all_varchar = true)
