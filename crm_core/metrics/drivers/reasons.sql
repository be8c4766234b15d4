-- metric: drivers.reasons
-- grain:  one row per reason, the most frequent first; those after the tenth are one row, other
-- needs:  customers, survey_reasons
-- requires: surveys
-- requires: reasons
-- column: value  text
-- column: answers  count
-- column: answer_share  share
-- column: cumulative_share  share
-- column: mean_score  score
-- column: customers  count
-- whole:  answer_share, cumulative_share
-- part:   value
-- chart:  bars value answers answer_share cumulative_share
-- n:      answers
-- source: M-75, S-04, S-09
with placed as (
    select
        case when r.place <= 10 then s.reason else '…' end as value,
        s.customer_key,
        s.surveyed_on,
        s.score,
    from survey_reasons as s
    inner join (
        select reason, row_number() over (order by count(*) desc, reason) as place
        from survey_reasons
        group by reason
    ) as r on s.reason = r.reason
),
members as (
    select
        m.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.last_surveyed_on,
        m.customer_score,
    from (
        select
            value,
            customer_key,
            max(surveyed_on) as last_surveyed_on,
            cast(sum(score) as double) / nullif(count(score), 0) as customer_score,
        from placed
        where customer_key is not null
        group by value, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
counted as (
    select
        value,
        count(*) as answers,
        cast(sum(score) as double) / nullif(count(score), 0) as mean_score,
        case when value = '…' then 1 else 0 end as is_other,
    from placed
    group by value
),
listed as (
    select value, count(*) as customers from members group by value
)
-- answer
select
    c.value,
    c.answers,
    cast(c.answers as double) / nullif(sum(c.answers) over (partition by true), 0) as answer_share,
    cast(sum(c.answers) over (order by c.is_other, c.answers desc, c.value rows unbounded preceding) as double)
        / nullif(sum(c.answers) over (partition by true), 0) as cumulative_share,
    c.mean_score,
    coalesce(l.customers, 0) as customers,
from counted as c
left join listed as l on c.value = l.value
order by c.is_other, c.answers desc, c.value
