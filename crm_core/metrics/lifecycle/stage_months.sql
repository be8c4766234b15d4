-- metric: lifecycle.stage_months
-- grain:  one row per stage and month of the chosen days that is over, or not yet, in order of month and stage
-- needs:  customers, stage_spans, calendar
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: period_on  date
-- column: stage  code
-- column: customers  count
-- column: customer_share  share
-- column: is_unfinished  boolean
-- column: customers_now  count
-- whole:  customer_share
-- part:   period_on, stage
-- chart:  stacks period_on stage customers is_unfinished
-- n:      first customers_now
-- source: M-11, S-17
with periods as (
    select
        month_on as period_on,
        least(month_on + interval 1 month - interval 1 day, least($to, $as_of)) as on_day,
        month_on + interval 1 month - interval 1 day > least($to, $as_of) as is_unfinished,
    from calendar
    where day <= $as_of
    group by month_on
),
stages as (
    select *
    from (
        values (1, 'exploration'), (2, 'formation'), (3, 'stability'), (4, 'degeneration'), (5, 'lost')
    ) as t (stage_order, stage)
),
spells as (
    -- From each order on its stage, from quiet_on on degeneration, from lost_on on lost, each until the next order.
    select
        s.customer_key,
        case p.part when 1 then s.stage when 2 then 'degeneration' else 'lost' end as stage,
        case p.part when 1 then s.order_on when 2 then s.quiet_on else s.lost_on end as from_on,
        least(
            s.next_on,
            case p.part when 1 then s.quiet_on when 2 then s.lost_on end
        ) as until_on,
    from stage_spans as s
    cross join (values (1), (2), (3)) as p (part)
    where p.part = 1
        or (p.part = 2 and s.quiet_on < coalesce(s.next_on, $as_of + 1))
        or (p.part = 3 and s.lost_on < coalesce(s.next_on, $as_of + 1))
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        p.period_on,
        s.stage,
        s.from_on,
        c.first_order_on,
        c.last_order_on,
    from spells as s
    inner join periods as p on s.from_on <= p.on_day and (s.until_on is null or s.until_on > p.on_day)
    inner join customers as c on s.customer_key = c.customer_key
),
moves as (
    -- One more when a spell begins, one less when it ends: the sum up to a day is who is there.
    select stage, from_on as day, count(*) as moved
    from spells
    group by stage, from_on
    union all
    select stage, until_on as day, -count(*) as moved
    from spells
    where until_on is not null
    group by stage, until_on
),
counted as (
    select p.period_on, p.is_unfinished, p.on_day, t.stage_order, t.stage, coalesce(sum(m.moved), 0) as customers
    from periods as p
    cross join stages as t
    left join moves as m on t.stage = m.stage and m.day <= p.on_day
    group by p.period_on, p.is_unfinished, p.on_day, t.stage_order, t.stage
)
-- answer
select
    c.period_on,
    c.stage,
    cast(c.customers as bigint) as customers,
    cast(c.customers as double) / nullif(sum(c.customers) over (partition by c.period_on), 0) as customer_share,
    c.is_unfinished,
    (
        select cast(sum(e.customers) as bigint)
        from counted as e
        where e.period_on = (select max(period_on) from periods)
    ) as customers_now,
from counted as c
order by c.period_on, c.stage_order
