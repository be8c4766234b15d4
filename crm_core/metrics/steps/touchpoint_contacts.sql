-- Every contact of the last six months of the days, with its month, touchpoint (or channel, by $place) and customer;
-- is_known where it names one.
-- needs: customers, interactions, calendar
select
    substr(cast(m.month_on as varchar), 3, 5) as contact_month,
    r.* exclude (touchpoint),
    case when $place = 'channel' then r.channel else r.touchpoint end as touchpoint,
    c.customer_id,
    c.customer_name,
    c.last_order_on,
    c.customer_key is not null as is_known,
from interactions as r
inner join calendar as d on r.started_on = d.day
inner join (
    select month_on, row_number() over (order by month_on desc) as place
    from (select distinct month_on from calendar where day <= least($to, $as_of)) as p
) as m on d.month_on = m.month_on
left join customers as c on r.customer_key = c.customer_key
where m.place <= 6
