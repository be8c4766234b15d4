-- The days of the period.
select day, week_on, month_on, quarter_on, year_on
from mart.calendar
where day between $from and $to
