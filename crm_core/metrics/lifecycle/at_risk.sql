-- metric: lifecycle.at_risk
-- grain:  one row per reason for which a customer who is not lost yet may be on the way out, also for one without anybody
-- needs:  customers, stage_spans, silence_ends, orders_so_far, last_said, complaint_spans, buying, tiers_of_day
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  whom = everybody | vip | major | ordinary | small
-- param:  cuts as value.tiers
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- param:  model as prediction.kpis
-- column: reason  code
-- column: customers  count
-- column: expected_loss  money
-- column: revenue_of_year  money
-- column: lost_probability  share
-- column: alive  number
-- column: days_left  days
-- column: past_silences  count
-- range:  lost_probability
-- part:   stage
-- chart:  bars reason expected_loss customers
-- n:      customers
-- source: M-11, M-12, F-23, F-92, S-39
with bands as (
    -- How many usual gaps a silence has lasted at least.
    select *
    from (values (0, 0.0), (1, 1.0), (2, 1.5), (3, 2.0), (4, 3.0)) as t (band, from_ratio)
),
chances as (
    select
        b.band,
        cast(sum(r.silences) as bigint) as past_silences,
        cast(sum(r.lost) as double) / nullif(sum(r.silences), 0) as lost_probability,
    from bands as b
    left join silence_ends as r on b.band <= r.band
    group by b.band
),
spent as (
    select customer_key, cast(sum(amount) as decimal(18, 4)) as revenue_of_year
    from orders_so_far
    where order_on > least($to, $as_of) - interval 1 year and customer_key is not null
    group by customer_key
),
complained as (
    select customer_key, count(*) as open_complaints
    from complaint_spans
    where resolved_on is null or resolved_on > least($to, $as_of)
    group by customer_key
),
alive as (
    -- What the model of prediction.alive says of each; unknown where that refuses.
    select b.customer_key, m.p_alive
    from buying as b
    inner join $buying_model as m
        on b.repeat_days = m.repeat_days and b.last_day = m.last_day and b.end_day = m.end_day
),
latest as (
    select
        customer_key,
        order_on,
        number,
        usual_days,
        date_diff('day', order_on, least($to, $as_of)) / nullif(usual_days, 0) as overdue_ratio,
        date_diff('day', least($to, $as_of), lost_on) as days_left,
        case when quiet_on <= least($to, $as_of) then 'degeneration' else stage end as stage,
        case
            when quiet_on <= least($to, $as_of) then 'silent'
            when stage = 'degeneration' then 'falling'
            when date_diff('day', order_on, least($to, $as_of)) > usual_days then 'overdue'
        end as sign,
    from stage_spans
    where next_on is null and lost_on > least($to, $as_of)
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        l.stage,
        coalesce(l.sign, 'complaint') as reason,
        -- A complaint is settled before anything is offered.
        case when o.open_complaints > 0 then 'complaint' else l.sign end as next_step,
        l.number as order_count,
        l.order_on as last_order_on,
        l.usual_days,
        l.overdue_ratio,
        l.days_left,
        h.band,
        h.lost_probability,
        h.past_silences,
        p.p_alive,
        -- Without any complaint in the data nothing is known of them.
        case when (select count(*) from complaint_spans) > 0 then coalesce(o.open_complaints, 0) end as open_complaints,
        a.score as customer_score,
        coalesce(s.revenue_of_year, 0) as revenue_of_year,
        -- None lost of fewer than thirty past silences (SMALL_SAMPLE) is no certainty that nothing will be.
        cast(
            case
                when h.lost_probability > 0 or h.past_silences >= 30
                    then cast(coalesce(s.revenue_of_year, 0) as double) * h.lost_probability
            end as decimal(18, 4)
        ) as expected_loss,
    from latest as l
    inner join chances as h
        on h.band = case
            when l.overdue_ratio < 1 then 0
            when l.overdue_ratio < 1.5 then 1
            when l.overdue_ratio < 2 then 2
            when l.overdue_ratio < 3 then 3
            else 4
        end
    inner join customers as c on l.customer_key = c.customer_key
    left join spent as s on l.customer_key = s.customer_key
    left join last_said as a on l.customer_key = a.customer_key
    left join alive as p on l.customer_key = p.customer_key
    left join complained as o on l.customer_key = o.customer_key
    left join tiers_of_day as g on l.customer_key = g.customer_key
    where (l.sign is not null or o.open_complaints > 0)
        and ($whom = 'everybody' or g.tier = $whom)
),
weights as (
    -- What part of each reason's customers is in each band.
    select
        reason,
        band,
        lost_probability,
        cast(past_silences as double) as silences,
        cast(count(*) as double) / nullif(sum(count(*)) over (partition by reason), 0) as weight,
    from members
    group by reason, band, lost_probability, past_silences
),
outcomes as (
    select band, silences - lost as silences, 0.0 as is_lost from silence_ends
    union all
    select 4 as band, sum(lost) as silences, 1.0 as is_lost from silence_ends
),
slopes as (
    -- How much one more silence of each outcome would move the chance of each reason. A silence counts in every band
    -- that it reached, so the bands are not independent; in decimals, which add up to the same in any order.
    select
        w.reason,
        o.silences,
        sum(cast(w.weight * (o.is_lost - w.lost_probability) / nullif(w.silences, 0) as decimal(38, 24))) as slope,
        min(w.silences) as fewest,
    from weights as w
    inner join outcomes as o on w.band <= o.band
    group by w.reason, o.band, o.is_lost, o.silences
),
errors as (
    select
        reason,
        cast(
            sum(cast(cast(silences as double) * cast(slope as double) * cast(slope as double) as decimal(38, 24)))
            as double
        ) as variance,
        min(fewest) as fewest,
    from slopes
    group by reason
),
reasons as (
    select * from (values (1, 'silent'), (2, 'falling'), (3, 'overdue'), (4, 'complaint')) as t (reason_order, reason)
),
told as (
    select
        r.reason_order,
        r.reason,
        count(m.customer_key) as customers,
        -- Nobody loses nothing; without a silence whose outcome is known, the loss of somebody is unknown.
        cast(case when count(m.customer_key) = 0 then 0 else sum(m.expected_loss) end as decimal(18, 4)) as expected_loss,
        cast(coalesce(sum(m.revenue_of_year), 0) as decimal(18, 4)) as revenue_of_year,
        -- In decimals, which add up to the same in any order.
        cast(sum(cast(m.lost_probability as decimal(18, 12))) as double)
        / nullif(count(m.lost_probability), 0) as lost_probability,
        cast(
            case when count(m.customer_key) = 0 then 0 else sum(cast(m.p_alive as decimal(18, 12))) end as double
        ) as alive,
        cast(sum(m.days_left) as double) / nullif(count(m.customer_key), 0) as days_left,
    from reasons as r
    left join members as m on r.reason = m.reason
    group by r.reason_order, r.reason
),
sized as (
    -- As many independent silences would leave the chance as uncertain; of one band it is those that reached it.
    -- The square of the normal distribution's 97.5 % point, by that many.
    select
        t.*,
        1.959963984540054 * 1.959963984540054
        / nullif(coalesce(t.lost_probability * (1 - t.lost_probability) / nullif(e.variance, 0), e.fewest), 0) as z2n,
    from told as t
    left join errors as e on t.reason = e.reason
),
wilson as (
    select
        *,
        (lost_probability + 0.5 * z2n) / nullif(1 + z2n, 0) as middle,
        sqrt(z2n * lost_probability * (1 - lost_probability) + 0.25 * z2n * z2n) / nullif(1 + z2n, 0) as half,
    from sized
)
-- answer
select
    reason,
    customers,
    expected_loss,
    revenue_of_year,
    lost_probability,
    middle - half as lost_probability_low,
    middle + half as lost_probability_high,
    alive,
    days_left,
    (select past_silences from chances where band = 0) as past_silences,
from wilson
order by reason_order
