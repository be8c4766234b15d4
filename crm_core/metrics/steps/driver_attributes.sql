-- needs: driver_scores
-- The attributes whose importance is asked, numbered by name. One that was asked less than half as often as the one most
-- asked is left aside.
select
    attribute,
    row_number() over (order by attribute) as place,
    count(*) over (partition by true) as attribute_count,
from (
    select attribute, count(*) as answers, max(count(*)) over (partition by true) as most
    from driver_scores
    group by attribute
) as counted
where 2 * answers >= most
