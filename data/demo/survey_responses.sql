-- one row per response, in order of day; an anonymous one names no customer
select
    'R' || lpad(cast(response_no as varchar), 7, '0') as response_id,
    'C' || lpad(cast(customer_no as varchar), 7, '0') as customer_id,
    surveyed_on,
    channel,
    'S' || lpad(cast(store_no as varchar), 3, '0') as store_id,
    cast(overall as decimal(9, 4)) as overall,
    cast(quality as decimal(9, 4)) as quality,
    cast("function" as decimal(9, 4)) as "function",
    cast(price as decimal(9, 4)) as price,
    cast(service as decimal(9, 4)) as service,
    cast(packaging as decimal(9, 4)) as packaging,
    cast(taste as decimal(9, 4)) as taste,
    cast(recommend as decimal(9, 4)) as recommend
from surveys
