-- One row per customer: attributes and the dates of the first and last sale.
-- first_seen_on is the first trace, also by an order that is no sale; NULL where the data hold no
-- date at all: such a customer was always known.
-- A merged customer has the kept one's attributes; those it lacks come from the others, in the order of their ids.
create table mart.customers as
with registered as (
    select
        k.customer_key,
        k.customer_id,
        c.* exclude (customer_id, batch_id),
        c.customer_id is not null as is_registered,
    from customer_keys as k
    left join source.customers as c on k.customer_id = c.customer_id
    where not k.is_merged
    union all by name
    select
        k.customer_key,
        arg_min(k.customer_id, k.place) as customer_id,
        arg_min(columns(c.* exclude (customer_id, batch_id)), k.place),
        bool_or(c.customer_id is not null) as is_registered,
    from customer_keys as k
    left join source.customers as c on k.customer_id = c.customer_id
    where k.is_merged
    group by k.customer_key
),
today as (
    select max(order_on) as last_on from mart.orders
),
aged as (
    -- Full years completed on the last day of the data.
    select
        c.*,
        coalesce(
            c.age,
            date_diff('year', c.birth_date, today.last_on)
            - case
                when month(c.birth_date) * 100 + day(c.birth_date) > month(today.last_on) * 100 + day(today.last_on)
                    then 1
                else 0
            end
        ) as age_years,
    from registered as c
    cross join today
)
select
    c.customer_key,
    c.customer_id,
    c.* exclude (
        customer_key, customer_id, age, age_band, birth_date, phone, email, address, is_registered, age_years
    ),
    c.age_years as age,
    -- The survey's bands (M-79); people outside them are one band of their own.
    coalesce(
        c.age_band,
        case
            when c.age_years is null then null
            when c.age_years between 14 and 23 then '14–23'
            when c.age_years between 24 and 40 then '24–40'
            when c.age_years between 41 and 50 then '41–50'
            when c.age_years < 14 then '<14'
            else '>50'
        end
    ) as age_band,
    -- The end of a phone finds a customer who calls; the phone itself stays in the store.
    nullif(right(regexp_replace(c.phone, '[^0-9]', '', 'g'), 4), '') as phone_end,
    b.first_order_on,
    b.last_order_on,
    least(b.first_trace_on, c.first_contact_on, c.contracted_on) as first_seen_on,
    c.is_registered,
from aged as c
left join mart.customer_totals as b on c.customer_key = b.customer_key
order by c.customer_key;
