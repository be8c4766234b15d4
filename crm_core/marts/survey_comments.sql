-- One row per comment and topic that a word in it names; of a comment that no topic fits one row, its topic unknown.
-- The comment itself stays in the store.
create table mart.survey_comments as
with commented as (
    select
        response_key,
        any_value(customer_key) as customer_key,
        any_value(surveyed_on) as surveyed_on,
        lower(comment) as said,
        min(coalesce(overall, score)) as score,
    from responses
    where trim(comment) <> ''
    group by response_key, lower(comment)
)
select c.response_key, c.customer_key, c.surveyed_on, t.topic, c.score,
from commented as c
left join comment_topics as t on regexp_matches(c.said, t.pattern)
order by c.surveyed_on;
