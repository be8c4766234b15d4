-- metric: drivers.topics
-- grain:  one row per topic that comments are about, the most frequent first; a comment may be about several, those
--         about none of them are the last row
-- needs:  customers, survey_comments
-- requires: surveys
-- requires: comments
-- column: topic  code
-- column: answers  count
-- column: answer_share  share
-- column: scored  count
-- column: low_answers  count
-- column: low_share  share
-- column: customers  count
-- column: comments  count
-- rate:   low_share = low_answers / scored
-- whole:  answer_share
-- less:   low_answers, low_share
-- chart:  bars topic answers answer_share low_share
-- n:      first comments
-- source: S-49, S-35
with placed as (
    select response_key, customer_key, surveyed_on, coalesce(topic, 'none') as topic, score
    from survey_comments
),
members as (
    select
        m.topic,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.customer_score,
    from (
        select
            topic,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from placed
        where customer_key is not null
        group by topic, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
counted as (
    select
        topic,
        count(*) as answers,
        count(score) as scored,
        count(case when score <= 3 then 1 end) as low_answers,
    from placed
    group by topic
),
listed as (
    select topic, count(*) as customers from members group by topic
),
whole as (
    select count(distinct response_key) as comments from placed
)
-- answer
select
    c.topic,
    c.answers,
    cast(c.answers as double) / nullif(w.comments, 0) as answer_share,
    c.scored,
    c.low_answers,
    cast(c.low_answers as double) / nullif(c.scored, 0) as low_share,
    coalesce(l.customers, 0) as customers,
    w.comments,
from counted as c
cross join whole as w
left join listed as l on c.topic = l.topic
order by case when c.topic = 'none' then 1 else 0 end, c.answers desc, c.topic
