-- metric: lifecycle.warning_record
-- grain:  one row per warning that the rules of lifecycle.at_risk gave some weeks ago, and one for no warning; also for
--         one that nobody had
-- record: of days that are over
-- needs:  customers, stage_spans, complaint_spans, tiers_of_day
-- requires: orders
-- requires: customer_id
-- requires: one_currency when whom=vip
-- requires: one_currency when whom=major
-- requires: one_currency when whom=ordinary
-- requires: one_currency when whom=small
-- param:  weeks_ago = w26 | w13 | w52
-- param:  whom = everybody | vip | major | ordinary | small
-- param:  cuts as value.tiers
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: warning  code
-- column: left_share  share
-- column: customers  count
-- column: left_customers  count
-- column: false_alarms  count
-- column: lead_days  days
-- column: caught_share  share
-- column: caught_customers  count
-- column: all_left  count
-- rate:   left_share = left_customers / customers
-- rate:   caught_share = caught_customers / all_left
-- part:   is_gone
-- chart:  bars warning left_share customers
-- n:      customers
-- source: M-12, M-62, M-03, F-92
with day as (
    select
        least($to, $as_of) - case $weeks_ago when 'w13' then 91 when 'w52' then 364 else 182 end as on_day
),
complained as (
    select distinct s.customer_key
    from complaint_spans as s
    cross join day as d
    where s.opened_on <= d.on_day and (s.resolved_on is null or s.resolved_on > d.on_day)
),
stood as (
    -- Everybody who was not lost on that day, by what had happened up to it.
    select
        s.customer_key,
        s.order_on,
        s.number,
        s.next_on is null as is_gone,
        date_diff('day', d.on_day, s.lost_on) as days_left,
        case
            when s.quiet_on <= d.on_day then 'silent'
            when s.stage = 'degeneration' then 'falling'
            when date_diff('day', s.order_on, d.on_day) > s.usual_days then 'overdue'
            when c.customer_key is not null then 'complaint'
            else 'none'
        end as warning,
    from stage_spans as s
    cross join day as d
    left join complained as c on s.customer_key = c.customer_key
    left join tiers_of_day as g on s.customer_key = g.customer_key
    where ($whom = 'everybody' or g.tier = $whom)
        and s.order_on <= d.on_day
        and (s.next_on is null or s.next_on > d.on_day)
        and (s.lost_on is null or s.lost_on > d.on_day)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        t.warning,
        t.is_gone,
        t.number as order_count,
        t.order_on as last_order_on,
        t.days_left,
    from stood as t
    inner join customers as c on t.customer_key = c.customer_key
),
summed as (
    select
        warning,
        count(*) as customers,
        count(case when is_gone then 1 end) as left_customers,
        sum(case when is_gone then days_left end) as days_left,
    from members
    group by warning
),
whole as (
    select
        count(case when is_gone then 1 end) as all_left,
        count(case when is_gone and warning <> 'none' then 1 end) as caught_customers,
    from members
),
warnings as (
    select *
    from (
        values (1, 'silent'), (2, 'falling'), (3, 'overdue'), (4, 'complaint'), (5, 'none')
    ) as t (place, warning)
)
-- answer
select
    w.warning,
    cast(s.left_customers as double) / nullif(s.customers, 0) as left_share,
    coalesce(s.customers, 0) as customers,
    coalesce(s.left_customers, 0) as left_customers,
    case when w.warning <> 'none' then coalesce(s.customers - s.left_customers, 0) end as false_alarms,
    cast(s.days_left as double) / nullif(s.left_customers, 0) as lead_days,
    cast(a.caught_customers as double) / nullif(a.all_left, 0) as caught_share,
    a.caught_customers,
    a.all_left,
from warnings as w
cross join whole as a
left join summed as s on w.warning = s.warning
order by w.place
