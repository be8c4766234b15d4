-- How well each account's criteria suit our strengths (S-58): the mean of our strengths weighted by what the account
-- looks at, against their plain mean. Above 1 it wants what we do best. Our strength is the one stated, else our mean
-- score in surveys; without either a criterion tells nothing.
-- needs: account_criteria, survey_responses
with stated as (
    select criterion, cast(sum(own_strength) as double) / nullif(count(own_strength), 0) as own_strength
    from account_criteria
    group by criterion
),
surveyed as (
    select attribute, cast(sum(score) as double) / nullif(count(score), 0) as mean_score
    from survey_responses
    group by attribute
),
strong as (
    select t.criterion, coalesce(t.own_strength, s.mean_score) as strength
    from stated as t
    left join surveyed as s on t.criterion = s.attribute
),
usual as (
    select sum(strength) / nullif(count(strength), 0) as strength from strong
)
select
    a.customer_key,
    sum(case when s.strength is not null then a.weight * s.strength end)
        / nullif(sum(case when s.strength is not null then a.weight end), 0)
        / nullif(max(u.strength), 0) as fit,
from account_criteria as a
inner join strong as s on a.criterion = s.criterion
cross join usual as u
group by a.customer_key
