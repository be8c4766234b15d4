-- metric: profile.preferences
-- grain:  one row per preference (its kind and content), most customers first; after the nineteenth one row, other
-- needs:  customers, preferences, customer_orders
-- requires: orders
-- requires: preferences
-- requires: one_currency
-- column: wish  text
-- column: holder_share  share
-- column: customers  count
-- column: known  count
-- column: special_needs  count
-- column: revenue  money
-- rate:   holder_share = customers / known
-- part:   wish
-- chart:  bars wish holder_share customers
-- n:      first known
-- source: S-33, S-34, S-35, S-39, S-40, S-41, S-42, S-43, S-25, F-05
with placed as (
    select
        preference_kind,
        preference,
        row_number() over (order by count(*) desc, preference_kind, preference) as place,
        count(*) over (partition by true) as wish_count,
    from preferences
    group by preference_kind, preference
),
held as (
    -- A customer of several rare preferences is one customer of the others.
    select
        case
            when d.wish_count > 20 and d.place > 19 then '…' else concat(coalesce(p.preference_kind, ''), '=', p.preference)
        end as wish,
        p.customer_key,
        bool_or(p.is_special_need) as is_special_need,
    from preferences as p
    inner join placed as d
        on p.preference = d.preference and p.preference_kind is not distinct from d.preference_kind
    group by 1, p.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        h.wish,
        h.is_special_need,
        coalesce(o.revenue, 0) as revenue,
        o.last_order_on,
    from held as h
    inner join customers as c on h.customer_key = c.customer_key
    left join customer_orders as o on h.customer_key = o.customer_key
),
whole as (
    select count(distinct customer_key) as known from members
)
-- answer
select
    m.wish,
    cast(count(*) as double) / nullif(max(w.known), 0) as holder_share,
    count(*) as customers,
    max(w.known) as known,
    count(case when m.is_special_need then 1 end) as special_needs,
    cast(sum(m.revenue) as decimal(18, 4)) as revenue,
from members as m
cross join whole as w
group by m.wish
order by m.wish is not distinct from '…', count(*) desc, m.wish
