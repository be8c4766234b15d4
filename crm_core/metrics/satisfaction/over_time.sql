-- metric: satisfaction.over_time
-- grain:  one row per day, week, month or quarter of the chosen days, also those without answers
-- needs:  customers, survey_responses, calendar
-- requires: surveys
-- param:  question = overall | quality | function | price | service | packaging | taste | recommend
-- param:  grain = by days week | month | quarter
-- column: period_on  date
-- column: is_unfinished  boolean
-- column: answers  count
-- column: mean_score  score
-- column: top_boxes  count
-- column: top_box_share  share
-- column: customers  count
-- mean:   mean_score of answers
-- rate:   top_box_share = top_boxes / answers
-- chart:  time period_on mean_score is_unfinished
-- n:      answers
-- source: S-21, S-49, M-19, S-04
with days as (
    select
        day,
        case $grain when 'week' then week_on when 'quarter' then quarter_on else month_on end as period_on,
    from calendar
),
periods as (
    select
        period_on,
        -- A period is finished when all its days lie among the chosen ones and none after the as-of day.
        period_on < $from
            or case $grain
                when 'week' then period_on + interval 6 day
                when 'quarter' then period_on + interval 3 month - interval 1 day
                else period_on + interval 1 month - interval 1 day
            end > least($to, $as_of) as is_unfinished,
    from days
    group by period_on
),
dated as (
    select d.period_on, r.customer_key, r.surveyed_on, r.score
    from survey_responses as r
    inner join days as d on r.surveyed_on = d.day
    where r.attribute = $question
),
members as (
    select
        m.period_on,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.customer_score,
    from (
        select
            period_on,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from dated
        where customer_key is not null
        group by period_on, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
listed as (
    select period_on, count(*) as customers from members group by period_on
),
rated as (
    select
        period_on,
        count(score) as answers,
        cast(sum(score) as double) / nullif(count(score), 0) as mean_score,
        var_samp(cast(score as double)) as mean_score_variance,
        -- The best of 1 to 5; of 0 to 10 both scores of those who recommend.
        count(case when score >= case when $question = 'recommend' then 9 else 5 end then 1 end) as top_boxes,
    from dated
    group by period_on
)
-- answer
select
    p.period_on,
    p.is_unfinished,
    coalesce(r.answers, 0) as answers,
    r.mean_score,
    r.mean_score_variance,
    coalesce(r.top_boxes, 0) as top_boxes,
    cast(r.top_boxes as double) / nullif(r.answers, 0) as top_box_share,
    coalesce(l.customers, 0) as customers,
from periods as p
left join rated as r on p.period_on = r.period_on
left join listed as l on p.period_on = l.period_on
order by p.period_on
