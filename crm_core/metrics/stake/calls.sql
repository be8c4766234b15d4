-- metric: stake.calls
-- grain:  one row per reason to call a customer today, the most pressing first, also for one that fits nobody
-- needs:  customers, complaints_so_far, open_overdue, ends_told, survey_responses_so_far, malicious, rhythms, year_revenue, payments_so_far, known_contacts
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- param:  promise of complaints.overdue
-- param:  patience of lifecycle.stages
-- column: call_reason  code
-- column: customers  count
-- column: revenue_of_year  money
-- column: revenue_share  share
-- whole:  revenue_share
-- less:   customers, revenue_of_year, revenue_share
-- chart:  bars call_reason revenue_of_year customers
-- n:      customers
-- source: M-37, M-62, M-34, S-38, S-63, S-64, F-84
with waiting as (
    select customer_key, max(overdue_days) as overdue_days, min(opened_on) as since_on
    from open_overdue
    where customer_key is not null
    group by customer_key
),
unsettled as (
    -- The last complaint of the last ninety days ended, but not as the customer wanted.
    -- Keys of cases are numbered in the order in which they came.
    select customer_key, opened_on as since_on
    from complaints_so_far
    where verdict in ('partial', 'none')
        and case_key in (
            select max(l.case_key)
            from complaints_so_far as l
            where l.customer_key is not null and l.opened_on > least($to, $as_of) - 90
            group by l.customer_key
        )
),
dissatisfied as (
    select customer_key, max(surveyed_on) as since_on
    from survey_responses_so_far
    where attribute = 'overall' and score <= 2 and customer_key is not null and surveyed_on > least($to, $as_of) - 90
    group by customer_key
),
complained as (
    select
        customer_key,
        max(opened_on) as since_on,
    from complaints_so_far
    where customer_key is not null and opened_on > least($to, $as_of) - interval 1 year
    group by customer_key
),
quiet as (
    -- Nothing bought since the complaint, for longer than usual.
    select k.customer_key, k.since_on
    from complained as k
    inner join rhythms as r on k.customer_key = r.customer_key
    where r.last_on <= k.since_on
        and r.last_on + r.quiet_days <= least($to, $as_of)
        and r.last_on + r.lost_days > least($to, $as_of)
),
late_paying as (
    -- Owed for a month and more: who withholds money often has a reason not yet told.
    select customer_key, min(due_on) as since_on
    from payments_so_far
    where due_on <= least($to, $as_of) - 30
        and (paid_on is null or paid_on > least($to, $as_of))
        and amount_due > 0
        and customer_key is not null
    group by customer_key
),
contact_lost as (
    -- A person left in the last ninety days and nobody known is there in the same role.
    select k.customer_key, max(k.left_on) as since_on
    from known_contacts as k
    left join known_contacts as r
        on k.customer_key = r.customer_key
        and k.contact_role is not distinct from r.contact_role
        and (r.left_on is null or r.left_on > least($to, $as_of))
    where k.left_on > least($to, $as_of) - 90 and k.left_on <= least($to, $as_of) and r.customer_key is null
    group by k.customer_key
),
ranked as (
    select
        customer_key,
        revenue_of_year,
        -- The upper twentieth by revenue; equals share the better place.
        rank() over (order by revenue_of_year desc) - 1
            < 0.05 * (select count(*) from year_revenue as a where a.revenue_of_year > 0) as is_key_customer,
    from year_revenue
    where revenue_of_year > 0
),
concerned as (
    -- These few first: to ask all customers for every reason costs more than all reasons together.
    select customer_key from waiting
    union
    select customer_key from complained
    union
    select customer_key from dissatisfied
    union
    select customer_key from late_paying
    union
    select customer_key from contact_lost
),
reasons as (
    select
        c.customer_key,
        case
            -- Not every wish is a complaint.
            when c.customer_key in (select m.customer_key from malicious as m) then 'malicious'
            when w.customer_key is not null and y.is_key_customer then 'key_waiting'
            when w.overdue_days > 0 then 'overdue'
            when u.customer_key is not null then 'unsettled'
            when d.customer_key is not null and k.customer_key is null then 'silent'
            when q.customer_key is not null then 'quiet'
            when t.customer_key is not null then 'late_payment'
            when g.customer_key is not null then 'contact_lost'
        end as call_reason,
        coalesce(w.since_on, u.since_on, d.since_on, q.since_on, t.since_on, g.since_on, k.since_on) as since_on,
        y.revenue_of_year,
        coalesce(y.is_key_customer, false) as is_key_customer,
    from concerned as c
    left join waiting as w on c.customer_key = w.customer_key
    left join unsettled as u on c.customer_key = u.customer_key
    left join dissatisfied as d on c.customer_key = d.customer_key
    left join complained as k on c.customer_key = k.customer_key
    left join quiet as q on c.customer_key = q.customer_key
    left join late_paying as t on c.customer_key = t.customer_key
    left join contact_lost as g on c.customer_key = g.customer_key
    left join ranked as y on c.customer_key = y.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        r.call_reason,
        r.call_reason as call_step,
        r.is_key_customer,
        r.since_on,
        c.last_order_on,
        coalesce(r.revenue_of_year, 0) as revenue_of_year,
    from reasons as r
    inner join customers as c on r.customer_key = c.customer_key
    where r.call_reason is not null
),
places as (
    select *
    from (
        values
            (1, 'key_waiting'), (2, 'overdue'), (3, 'unsettled'), (4, 'silent'), (5, 'quiet'), (6, 'late_payment'),
            (7, 'contact_lost'), (8, 'malicious')
    ) as t (place, call_reason)
),
heard as (
    -- Without a file of payments nobody is known to pay in time; without persons at customers nobody to be there; without
    -- a score that names its customer nobody to be content; without an end or a state of any complaint none to be settled.
    select
        p.place,
        p.call_reason,
        case p.call_reason
            when 'late_payment' then exists (select 1 from payments_so_far)
            when 'contact_lost' then exists (select 1 from known_contacts)
            when 'silent' then
                exists (
                    select 1 from survey_responses_so_far as r where r.attribute = 'overall' and r.customer_key is not null
                )
            when 'key_waiting' then e.is_told
            when 'overdue' then e.is_told
            else true
        end as is_known,
    from places as p
    cross join ends_told as e
),
totals as (
    select cast(sum(revenue_of_year) as double) as revenue_of_all from year_revenue
)
-- answer
select
    h.call_reason,
    case when h.is_known then count(m.customer_key) end as customers,
    case when h.is_known then cast(coalesce(sum(m.revenue_of_year), 0) as decimal(18, 4)) end as revenue_of_year,
    case when h.is_known then cast(coalesce(sum(m.revenue_of_year), 0) as double) / nullif(max(t.revenue_of_all), 0) end
        as revenue_share,
from heard as h
cross join totals as t
left join members as m on h.call_reason = m.call_reason
group by h.place, h.call_reason, h.is_known
order by h.place
