-- one row per segment and brand
select
    'M' || lpad(cast(row_number() over (order by segment, brand) as varchar), 5, '0') as volume_id,
    segment,
    '2026' as period,
    brand,
    cast(units as decimal(18, 3)) as market_units,
    cast(value as decimal(18, 4)) as market_value,
    'domestic' as scope
from drawn
order by segment, brand
