-- metric: satisfaction.distribution
-- grain:  one row per question and score from 1 to 5, also for a score that nobody gave
-- needs:  customers, survey_responses, attribute_sets
-- requires: surveys
-- param:  set as satisfaction.attributes
-- column: grade  code
-- column: attribute  code
-- column: answers  count
-- column: attribute_answers  count
-- column: answer_share  share
-- column: customers  count
-- rate:   answer_share = answers / attribute_answers
-- chart:  matrix grade attribute answer_share
-- n:      answers
-- source: M-19, M-20
with graded as (
    -- Scores carried over from another scale may lie between two: they count with the nearer, halves with the higher.
    select
        attribute,
        cast(floor(score + cast(0.5 as decimal(9, 4))) as integer) as grade,
        customer_key,
        surveyed_on,
    from survey_responses
    where attribute = 'overall' or attribute in (select s.attribute from attribute_sets as s)
),
members as (
    select
        m.attribute,
        m.grade,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.answer_count,
    from (
        select
            attribute,
            grade,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            count(*) as answer_count,
        from graded
        where customer_key is not null
        group by attribute, grade, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
counted as (
    select attribute, grade, count(*) as answers from graded group by attribute, grade
),
rated as (
    select attribute, sum(answers) as attribute_answers, sum(answers * grade) as points
    from counted
    group by attribute
),
listed as (
    select attribute, grade, count(*) as customers from members group by attribute, grade
),
grades(grade) as (
    values (1), (2), (3), (4), (5)
)
-- answer
select
    g.grade,
    cast(r.attribute as varchar) as attribute,
    coalesce(c.answers, 0) as answers,
    cast(r.attribute_answers as bigint) as attribute_answers,
    cast(coalesce(c.answers, 0) as double) / nullif(r.attribute_answers, 0) as answer_share,
    coalesce(l.customers, 0) as customers,
from rated as r
cross join grades as g
left join counted as c on r.attribute = c.attribute and g.grade = c.grade
left join listed as l on r.attribute = l.attribute and g.grade = l.grade
order by cast(r.points as double) / nullif(r.attribute_answers, 0), r.attribute, g.grade
