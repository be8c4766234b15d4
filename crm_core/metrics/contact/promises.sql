-- metric: contact.promises
-- grain:  one row per promise that the data can judge: shipped within 48 hours, taken back within 7 days, answered at
--         whatever hour
-- needs:  customers, interactions, order_promises
-- requires: interactions
-- column: promise  code
-- column: promised  count
-- column: kept  count
-- column: kept_rate  share
-- column: customers  count
-- rate:   kept_rate = kept / promised
-- part:   is_broken
-- chart:  bars promise kept_rate promised
-- n:      promised
-- source: M-90, S-31, F-88
with judged as (
    select 'ship_48h' as promise, customer_key, order_on as promised_on, ship_hours <= 48 as is_kept
    from order_promises
    where ship_hours >= 0
    union all
    select 'return_7d' as promise, customer_key, order_on as promised_on, return_days <= 7 as is_kept
    from order_promises
    where return_days >= 0
    union all
    select 'answer_day' as promise, customer_key, started_on as promised_on, is_answered as is_kept
    from interactions
    where direction = 'in' and is_answered is not null and contact_hour between 8 and 19
    union all
    select 'answer_night' as promise, customer_key, started_on as promised_on, is_answered as is_kept
    from interactions
    where direction = 'in' and is_answered is not null and (contact_hour < 8 or contact_hour >= 20)
),
members as (
    select
        j.promise,
        j.is_broken,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        j.promised_count,
        j.broken_count,
    from (
        select
            promise,
            customer_key,
            count(*) as promised_count,
            count(case when not is_kept then 1 end) as broken_count,
            count(case when not is_kept then 1 end) > 0 as is_broken,
        from judged
        group by promise, customer_key
    ) as j
    inner join customers as c on j.customer_key = c.customer_key
),
listed as (
    select promise, count(*) as customers from members group by promise
),
counted as (
    select promise, count(*) as promised, count(case when is_kept then 1 end) as kept from judged group by promise
),
promises as (
    select *
    from (values (1, 'ship_48h'), (2, 'return_7d'), (3, 'answer_day'), (4, 'answer_night')) as t (place, promise)
)
-- answer
select
    p.promise,
    n.promised,
    n.kept,
    cast(n.kept as double) / nullif(n.promised, 0) as kept_rate,
    coalesce(l.customers, 0) as customers,
from promises as p
inner join counted as n on p.promise = n.promise
left join listed as l on p.promise = l.promise
order by p.place
