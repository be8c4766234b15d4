-- metric: complaints.recovery
-- grain:  one row per outcome of a complaint, after the customers without one, also for an outcome that nobody had
-- needs:  customers, complaints, complaints_so_far, orders_so_far, survey_responses_so_far
-- requires: orders
-- requires: customer_id
-- requires: complaints
-- requires: one_currency
-- param:  after = verdict | compensated | speed | manager
-- column: outcome  code
-- column: customers  count
-- column: retained_customers  count
-- column: retention_share  share
-- column: spend_before  money
-- column: spend_after  money
-- column: spend_change  money
-- column: score_answers  count
-- column: score_after  score
-- rate:   retention_share = retained_customers / customers
-- mean:   spend_change of customers
-- mean:   score_after of score_answers
-- chart:  bars outcome retention_share customers
-- n:      customers
-- source: M-34, S-38, S-48, S-63, F-85, F-89
with firsts as (
    -- The first complaint of every customer in the days, with ninety days after it that are known.
    -- Keys of cases are numbered in the order in which they came.
    select *
    from complaints
    where opened_on <= least($to, $as_of) - 90
        and case_key in (select min(f.case_key) from complaints as f where f.customer_key is not null group by f.customer_key)
),
silent as (
    -- Who never complained is looked at on one day of the same span, spread evenly over it by the customer's number.
    select
        customer_key,
        cast($from as date)
        + cast(
            (cast(customer_key as bigint) * 7919) % (date_diff('day', $from, least($to, $as_of)) - 89) as integer
        ) as opened_on,
    from customers
    where date_diff('day', $from, least($to, $as_of)) >= 90
        and customer_key not in (select s.customer_key from complaints_so_far as s where s.customer_key is not null)
),
looks as (
    select
        customer_key,
        opened_on,
        case
            when $after = 'compensated'
                then case when compensation_kind is not null or compensation_cost > 0 then 'paid' else 'not_paid' end
            when $after = 'manager'
                then case
                    when is_manager_involved then 'with_manager'
                    when not is_manager_involved then 'without_manager'
                    else 'manager_untold'
                end
            when ending = 'open' or resolved_on > least($to, $as_of) then 'open'
            when $after = 'speed'
                then case
                    when resolution_minutes is null then 'not_timed'
                    when resolution_minutes <= 4320 then 'fast'
                    else 'slow'
                end
            when verdict in ('full', 'partial', 'none') then verdict
            else 'not_asked'
        end as outcome,
    from firsts
    union all
    select customer_key, opened_on, 'no_complaint' as outcome from silent
),
spent as (
    select
        l.customer_key,
        count(case when o.order_on <= l.opened_on then 1 end) as orders_before,
        count(case when o.order_on > l.opened_on and o.is_sale then 1 end) as orders_after,
        cast(sum(case when o.order_on <= l.opened_on then o.amount else 0 end) as decimal(18, 4)) as spend_before,
        cast(sum(case when o.order_on > l.opened_on then o.amount else 0 end) as decimal(18, 4)) as spend_after,
    from looks as l
    inner join orders_so_far as o
        on l.customer_key = o.customer_key
        and o.order_on > l.opened_on - 90
        and o.order_on <= l.opened_on + 90
    group by l.customer_key
),
scored as (
    select l.customer_key, cast(sum(r.score) as double) / nullif(count(r.score), 0) as score_after
    from looks as l
    inner join survey_responses_so_far as r
        on l.customer_key = r.customer_key
        and r.attribute = 'overall'
        and r.surveyed_on > l.opened_on
        and r.surveyed_on <= l.opened_on + 90
    group by l.customer_key
),
members as (
    -- Who had bought nothing in the ninety days before could not stay.
    select
        l.outcome,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        l.opened_on,
        s.spend_before,
        s.spend_after,
        s.orders_after > 0 as is_retained,
        r.score_after,
    from looks as l
    inner join spent as s on l.customer_key = s.customer_key
    inner join customers as c on l.customer_key = c.customer_key
    left join scored as r on l.customer_key = r.customer_key
    where s.orders_before > 0
),
summed as (
    select
        outcome,
        count(*) as customers,
        count(case when is_retained then 1 end) as retained_customers,
        sum(spend_before) as spend_before,
        sum(spend_after) as spend_after,
        var_samp(cast(spend_after - spend_before as double)) as spend_variance,
        count(score_after) as score_answers,
        cast(sum(cast(score_after as decimal(18, 6))) as double) / nullif(count(score_after), 0) as score_after,
        var_samp(score_after) as score_variance,
    from members
    group by outcome
),
outcomes as (
    select *
    from (
        values
            (1, 'no_complaint', '*'), (2, 'full', 'verdict'), (3, 'partial', 'verdict'), (4, 'none', 'verdict'),
            (5, 'not_asked', 'verdict'), (6, 'open', 'verdict'),
            (2, 'paid', 'compensated'), (3, 'not_paid', 'compensated'),
            (2, 'with_manager', 'manager'), (3, 'without_manager', 'manager'), (4, 'manager_untold', 'manager'),
            (2, 'fast', 'speed'), (3, 'slow', 'speed'), (5, 'not_timed', 'speed'), (6, 'open', 'speed')
    ) as t (place, outcome, told_by)
    where told_by in ('*', $after)
)
-- answer
select
    o.outcome,
    coalesce(s.customers, 0) as customers,
    coalesce(s.retained_customers, 0) as retained_customers,
    cast(s.retained_customers as double) / nullif(s.customers, 0) as retention_share,
    cast(s.spend_before as double) / nullif(s.customers, 0) as spend_before,
    cast(s.spend_after as double) / nullif(s.customers, 0) as spend_after,
    cast(s.spend_after - s.spend_before as double) / nullif(s.customers, 0) as spend_change,
    s.spend_variance as spend_change_variance,
    coalesce(s.score_answers, 0) as score_answers,
    s.score_after,
    s.score_variance as score_after_variance,
from outcomes as o
left join summed as s on o.outcome = s.outcome
order by o.place, o.outcome
