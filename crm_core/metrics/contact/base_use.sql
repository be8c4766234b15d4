-- metric: contact.base_use
-- grain:  one row per year in which customers were first seen, the newest first; those always known, without a year, last
-- needs:  customers, interactions
-- requires: interactions
-- param:  begun_by = by_us | either
-- column: seen_year  text
-- column: customers  count
-- column: contacted_customers  count
-- column: contacted_share  share
-- rate:   contacted_share = contacted_customers / customers
-- part:   seen_year, is_contacted
-- chart:  bars seen_year contacted_share customers
-- n:      customers
-- source: S-54
with contacted as (
    -- Whoever was called and did not answer was not reached.
    select customer_key, max(started_on) as last_contact_on
    from interactions
    where customer_key is not null
        and is_answered is distinct from false
        and ($begun_by = 'either' or direction = 'out')
    group by customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        cast(year(c.first_seen_on) as varchar) as seen_year,
        -- Where not one contact of the kind is on record, nobody knows whether none was made or none written down.
        case when (select count(*) from contacted) > 0 then t.customer_key is not null end as is_contacted,
        t.last_contact_on,
        c.last_order_on,
    from customers as c
    left join contacted as t on c.customer_key = t.customer_key
)
-- answer
select
    seen_year,
    count(*) as customers,
    sum(case when is_contacted then 1 when not is_contacted then 0 end) as contacted_customers,
    cast(sum(case when is_contacted then 1 when not is_contacted then 0 end) as double) / nullif(count(*), 0)
        as contacted_share,
from members
group by seen_year
order by seen_year desc nulls last
