-- metric: satisfaction.improvements
-- grain:  one row per improvement done in the period, the one with the largest rise first
-- needs:  customers, improvements, survey_responses_so_far
-- requires: surveys
-- requires: improvements
-- param:  window = d90 | d30 | d180
-- param:  question as satisfaction.over_time
-- column: topic  text
-- column: done_on  date
-- column: answers_before  count
-- column: score_before  score
-- column: answers_after  count
-- column: score_after  score
-- column: fewer_answers  count
-- column: score_change  score
-- column: customers  count
-- mean:   score_before of answers_before
-- mean:   score_after of answers_after
-- mean:   score_change of fewer_answers
-- part:   topic
-- chart:  bars topic score_change answers_after
-- n:      answers_after
-- source: S-35, S-49, M-33, M-93
with windows as (
    select
        improvement_id,
        coalesce(topic, cause) as topic,
        done_on,
        case $window when 'd30' then 30 when 'd180' then 180 else 90 end as days,
        least($to, $as_of) as last_on,
    from improvements
    where done_on between $from and $to
),
answered as (
    -- As long before the improvement as after it; the day itself is after.
    select
        w.improvement_id,
        w.topic,
        w.done_on,
        r.customer_key,
        r.surveyed_on,
        r.surveyed_on >= w.done_on as is_after,
        r.score,
    from windows as w
    inner join survey_responses_so_far as r
        on r.surveyed_on between w.done_on - w.days and least(w.done_on + w.days - 1, w.last_on)
    where r.attribute = $question
),
members as (
    -- Whom to tell and to invite again: those who gave a one or a two before it.
    select
        a.topic,
        a.done_on,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        max(a.surveyed_on) as last_surveyed_on,
        cast(sum(a.score) as double) / nullif(count(a.score), 0) as customer_score,
    from answered as a
    inner join customers as c on a.customer_key = c.customer_key
    where a.score <= 2 and not a.is_after
    group by a.topic, a.done_on, c.customer_key, c.customer_id, c.customer_name, c.last_order_on
),
rated as (
    select
        improvement_id,
        count(case when not is_after then score end) as answers_before,
        cast(sum(case when not is_after then score end) as double)
            / nullif(count(case when not is_after then score end), 0) as score_before,
        var_samp(case when not is_after then cast(score as double) end) as score_before_variance,
        count(case when is_after then score end) as answers_after,
        cast(sum(case when is_after then score end) as double)
            / nullif(count(case when is_after then score end), 0) as score_after,
        var_samp(case when is_after then cast(score as double) end) as score_after_variance,
    from answered
    group by improvement_id
),
listed as (
    select topic, done_on, count(*) as customers from members group by topic, done_on
)
-- answer
select
    w.topic,
    w.done_on,
    coalesce(r.answers_before, 0) as answers_before,
    r.score_before,
    r.score_before_variance,
    coalesce(r.answers_after, 0) as answers_after,
    r.score_after,
    r.score_after_variance,
    coalesce(least(r.answers_before, r.answers_after), 0) as fewer_answers,
    r.score_after - r.score_before as score_change,
    -- Of the difference of two means, each with a variance of its own; as sure as the side with fewer answers.
    least(r.answers_before, r.answers_after) * (
        r.score_before_variance / nullif(r.answers_before, 0) + r.score_after_variance / nullif(r.answers_after, 0)
    ) as score_change_variance,
    coalesce(l.customers, 0) as customers,
from windows as w
left join rated as r on w.improvement_id = r.improvement_id
left join listed as l on w.topic is not distinct from l.topic and w.done_on = l.done_on
order by score_change desc nulls last, w.topic, w.improvement_id
