-- One row per segment, sub-segment, period, brand and scope: the last imported.
create table mart.market_volume as
select
    v.segment,
    v.sub_segment,
    v.period,
    p.period_on,
    v.brand,
    v.scope,
    arg_max(v.market_units, v.batch_id) as market_units,
    arg_max(v.market_value, v.batch_id) as market_value,
from source.market_volume as v
left join periods as p on v.period = p.period
group by v.segment, v.sub_segment, v.period, p.period_on, v.brand, v.scope
order by v.segment, v.sub_segment, p.period_on, v.brand, v.scope;
