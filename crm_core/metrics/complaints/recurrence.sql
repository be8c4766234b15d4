-- metric: complaints.recurrence
-- grain:  one row per improvement of the chosen days that names a cause, the one that helped least first
-- needs:  customers, improvements, complaints_so_far, orders_so_far
-- requires: orders
-- requires: complaints
-- requires: improvements
-- param:  window = d90 | d30 | d180
-- column: topic  text
-- column: cause  text
-- column: done_on  date
-- column: cases_before  count
-- column: cases_after  count
-- column: cases_now  count
-- column: compared_cases  count
-- column: ratio_after  number
-- column: ratio_now  number
-- column: fix_state  code
-- column: customers  count
-- ratio:  ratio_now of compared_cases
-- part:   topic
-- less:   cases_after, cases_now, ratio_after, ratio_now
-- chart:  index topic ratio_now fix_state
-- n:      compared_cases
-- source: S-26, S-63, M-33, M-36, F-78
with windows as (
    select
        improvement_id,
        coalesce(topic, cause) as topic,
        cause,
        done_on,
        case $window when 'd30' then 30 when 'd180' then 180 else 90 end as days,
        least($to, $as_of) as last_on,
    from improvements
    where cause is not null and done_on between $from and $to
),
phases as (
    -- As long before the improvement, after it, and up to now; what is after and now may be the same days.
    select w.*, 'before' as phase, done_on - days as phase_from, done_on - 1 as phase_to from windows as w
    union all
    select w.*, 'after' as phase, done_on as phase_from, least(done_on + days - 1, last_on) as phase_to
    from windows as w
    union all
    select w.*, 'now' as phase, greatest(done_on, last_on - days + 1) as phase_from, last_on as phase_to
    from windows as w
),
came as (
    select p.improvement_id, p.phase, count(k.case_key) as cases
    from phases as p
    left join complaints_so_far as k
        on p.cause = k.cause and k.opened_on between p.phase_from and p.phase_to
    group by p.improvement_id, p.phase
),
bought as (
    select order_on, count(*) as orders from orders_so_far where is_sale group by order_on
),
ordered as (
    select p.improvement_id, p.phase, sum(b.orders) as orders
    from phases as p
    inner join bought as b on b.order_on between p.phase_from and p.phase_to
    group by p.improvement_id, p.phase
),
rated as (
    select
        c.improvement_id,
        max(case when c.phase = 'before' then c.cases end) as cases_before,
        max(case when c.phase = 'after' then c.cases end) as cases_after,
        max(case when c.phase = 'now' then c.cases end) as cases_now,
        max(case when c.phase = 'before' then cast(o.orders as double) end) as orders_before,
        max(case when c.phase = 'after' then cast(o.orders as double) end) as orders_after,
        max(case when c.phase = 'now' then cast(o.orders as double) end) as orders_now,
    from came as c
    left join ordered as o on c.improvement_id = o.improvement_id and c.phase = o.phase
    group by c.improvement_id
),
judged as (
    -- Whether it fell is judged with half a case more on all sides: of few cases none may be left by chance.
    select
        *,
        (cases_after + 0.5) * orders_before / nullif((cases_before + 0.5) * orders_after, 0) as judged_after,
        (cases_now + 0.5) * orders_before / nullif((cases_before + 0.5) * orders_now, 0) as judged_now,
        exp(1.96 * sqrt(1 / nullif(cases_before + 0.5, 0) + 1 / nullif(cases_after + 0.5, 0))) as reach_after,
        exp(1.96 * sqrt(1 / nullif(cases_before + 0.5, 0) + 1 / nullif(cases_now + 0.5, 0))) as reach_now,
    from rated
),
effects as (
    select
        w.topic,
        w.cause,
        w.done_on,
        r.*,
        case
            when r.judged_now is null or r.cases_before = 0 then null
            when r.judged_now * r.reach_now < 1 then 'works'
            when r.judged_now > r.reach_now then 'worse'
            when r.judged_after * r.reach_after < 1 then 'came_back'
            else 'no_clear_change'
        end as fix_state,
    from windows as w
    inner join judged as r on w.improvement_id = r.improvement_id
),
members as (
    select
        e.topic,
        e.done_on,
        e.fix_state,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        count(*) as case_count,
        max(k.opened_on) as last_complaint_on,
    from phases as p
    inner join effects as e on p.improvement_id = e.improvement_id
    inner join complaints_so_far as k on p.cause = k.cause and k.opened_on between p.phase_from and p.phase_to
    inner join customers as c on k.customer_key = c.customer_key
    where p.phase = 'now'
    group by e.topic, e.done_on, e.fix_state, c.customer_key, c.customer_id, c.customer_name, c.last_order_on
),
listed as (
    select topic, done_on, fix_state, count(*) as customers
    from members
    group by topic, done_on, fix_state
)
-- answer
select
    e.topic,
    e.cause,
    e.done_on,
    e.cases_before,
    e.cases_after,
    e.cases_now,
    e.cases_before + e.cases_now as compared_cases,
    e.cases_after * e.orders_before / nullif(e.cases_before * e.orders_after, 0) as ratio_after,
    e.cases_now * e.orders_before / nullif(e.cases_before * e.orders_now, 0) as ratio_now,
    -- Of the logarithm of a ratio of two counts that come by chance.
    1.0 / nullif(e.cases_before, 0) + 1.0 / nullif(e.cases_now, 0) as ratio_now_variance,
    e.fix_state,
    coalesce(l.customers, 0) as customers,
from effects as e
left join listed as l
    on e.topic = l.topic and e.done_on = l.done_on and e.fix_state is not distinct from l.fix_state
order by ratio_now desc nulls last, e.topic, e.improvement_id
