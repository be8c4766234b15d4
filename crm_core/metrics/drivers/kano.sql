-- metric: drivers.kano
-- grain:  one row per feature asked about, what must be there first
-- needs:  customers, kano_answers
-- requires: kano
-- param:  numbers = five_likes | one_likes
-- column: feature  text
-- column: kano_class  text
-- column: responses  count
-- column: must_be_answers  count
-- column: one_dimensional_answers  count
-- column: attractive_answers  count
-- column: indifferent_answers  count
-- column: reverse_answers  count
-- column: questionable_answers  count
-- column: questionable_share  share
-- column: classified  count
-- column: pleased  count
-- column: better  share
-- column: worse  share
-- column: cross_better  share
-- column: cross_worse  share
-- column: customers  count
-- rate:   better = pleased / classified
-- range:  worse
-- whole:  questionable_share
-- derived: cross_better, cross_worse
-- part:   feature
-- chart:  quadrants feature worse better kano_class cross_worse cross_better
-- n:      responses
-- source: S-36, M-19
with rated as (
    -- From 1, like, to 5, dislike.
    select
        feature,
        customer_key,
        surveyed_on,
        case functional
            when 'like' then 1 when 'must' then 2 when 'neutral' then 3 when 'live' then 4 when 'dislike' then 5
            else case when $numbers = 'five_likes' then 6 - cast(functional as integer) else cast(functional as integer) end
        end as with_it,
        case dysfunctional
            when 'like' then 1 when 'must' then 2 when 'neutral' then 3 when 'live' then 4 when 'dislike' then 5
            else
                case
                    when $numbers = 'five_likes' then 6 - cast(dysfunctional as integer)
                    else cast(dysfunctional as integer)
                end
        end as without_it,
    from kano_answers
    where functional is not null and dysfunctional is not null
),
judged as (
    -- The table of Berger et al. (1993).
    select
        feature,
        customer_key,
        surveyed_on,
        case
            when with_it = 1 and without_it = 1 or with_it = 5 and without_it = 5 then 'questionable'
            when with_it = 1 and without_it = 5 then 'one_dimensional'
            when with_it = 1 then 'attractive'
            when with_it = 5 or without_it = 1 then 'reverse'
            when without_it = 5 then 'must_be'
            else 'indifferent'
        end as kano_answer,
    from rated
),
classes(kano_class, place) as (
    -- Of equally frequent ones the one that hurts more when it is missing.
    values
        ('must_be', 1), ('one_dimensional', 2), ('attractive', 3), ('indifferent', 4), ('reverse', 5), ('questionable', 6)
),
placed as (
    select
        j.feature,
        c.kano_class,
        c.place,
        row_number() over (partition by j.feature order by count(*) desc, c.place) as class_order,
    from judged as j
    inner join classes as c on j.kano_answer = c.kano_class
    group by j.feature, c.kano_class, c.place
),
members as (
    select
        j.feature,
        j.kano_answer,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        j.surveyed_on as last_surveyed_on,
    from (
        select
            *,
            row_number() over (
                partition by feature, customer_key order by surveyed_on desc nulls last, kano_answer
            ) as number,
        from judged
    ) as j
    inner join customers as c on j.customer_key = c.customer_key
    where j.number = 1
),
listed as (
    select feature, count(*) as customers from members group by feature
),
counted as (
    select
        feature,
        count(*) as responses,
        count(case when kano_answer = 'must_be' then 1 end) as must_be_answers,
        count(case when kano_answer = 'one_dimensional' then 1 end) as one_dimensional_answers,
        count(case when kano_answer = 'attractive' then 1 end) as attractive_answers,
        count(case when kano_answer = 'indifferent' then 1 end) as indifferent_answers,
        count(case when kano_answer = 'reverse' then 1 end) as reverse_answers,
        count(case when kano_answer = 'questionable' then 1 end) as questionable_answers,
        count(case when kano_answer not in ('reverse', 'questionable') then 1 end) as classified,
        count(case when kano_answer in ('attractive', 'one_dimensional') then 1 end) as pleased,
        count(case when kano_answer in ('one_dimensional', 'must_be') then 1 end) as missed,
    from judged
    group by feature
),
sure as (
    -- Of a rate below zero: the interval of Wilson (1927) with its ends turned; 3.8414588 is the square of 1.9599640.
    select
        *,
        cast(missed as double) / nullif(classified, 0) as missed_share,
        3.841458820694124 / nullif(classified, 0) as chance,
    from counted
)
-- answer
select
    n.feature,
    p.kano_class,
    n.responses,
    n.must_be_answers,
    n.one_dimensional_answers,
    n.attractive_answers,
    n.indifferent_answers,
    n.reverse_answers,
    n.questionable_answers,
    cast(n.questionable_answers as double) / nullif(n.responses, 0) as questionable_share,
    n.classified,
    n.pleased,
    cast(n.pleased as double) / nullif(n.classified, 0) as better,
    0 - n.missed_share as worse,
    0 - (n.missed_share + 0.5 * n.chance + sqrt(n.chance * (n.missed_share * (1 - n.missed_share) + 0.25 * n.chance)))
    / nullif(1 + n.chance, 0) as worse_low,
    0 - (n.missed_share + 0.5 * n.chance - sqrt(n.chance * (n.missed_share * (1 - n.missed_share) + 0.25 * n.chance)))
    / nullif(1 + n.chance, 0) as worse_high,
    cast(0.5 as double) as cross_better,
    cast(-0.5 as double) as cross_worse,
    coalesce(l.customers, 0) as customers,
from sure as n
inner join placed as p on n.feature = p.feature and p.class_order = 1
left join listed as l on n.feature = l.feature
order by p.place, better desc nulls last, n.feature
