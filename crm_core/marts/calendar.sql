-- One row per day from the first to the last day with an order; of data without orders, with a response to a survey; of
-- data without these, with the beginning or the end of a contract.
create table mart.calendar as
with span as (
    select min(order_on) as first_on, max(order_on) as last_on from mart.orders
),
asked as (
    select min(surveyed_on) as first_on, max(surveyed_on) as last_on from source.survey_responses
),
agreed as (
    select min(contracted_on) as first_on, greatest(max(contracted_on), max(lost_on)) as last_on from source.customers
)
select
    cast(d.day as date) as day,
    cast(date_trunc('week', d.day) as date) as week_on,
    cast(date_trunc('month', d.day) as date) as month_on,
    cast(date_trunc('quarter', d.day) as date) as quarter_on,
    cast(date_trunc('year', d.day) as date) as year_on,
from generate_series(
    (select coalesce(span.first_on, asked.first_on, agreed.first_on) from span, asked, agreed),
    (select coalesce(span.last_on, asked.last_on, agreed.last_on) from span, asked, agreed),
    interval 1 day
) as d(day);
