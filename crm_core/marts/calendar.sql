-- One row per day from the first to the last day with an order.
create table mart.calendar as
select
    cast(d.day as date) as day,
    cast(date_trunc('week', d.day) as date) as week_on,
    cast(date_trunc('month', d.day) as date) as month_on,
    cast(date_trunc('quarter', d.day) as date) as quarter_on,
    cast(date_trunc('year', d.day) as date) as year_on,
from generate_series(
    (select min(order_on) from mart.orders),
    (select max(order_on) from mart.orders),
    interval 1 day
) as d(day);
