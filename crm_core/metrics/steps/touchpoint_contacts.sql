-- Every contact of the last six months of the days, with its month and touchpoint.
-- needs: interactions, calendar
select substr(cast(m.month_on as varchar), 3, 5) as contact_month, r.*
from interactions as r
inner join calendar as d on r.started_on = d.day
inner join (
    select month_on, row_number() over (order by month_on desc) as place
    from (select distinct month_on from calendar where day <= least($to, $as_of)) as p
) as m on d.month_on = m.month_on
where m.place <= 6
