-- One row per need of a customer; its kind as a code of the five (M-28), NULL where the word is none of them.
-- Where a file does not say when, or whether, a need was met, nobody knows of its needs; in one that does, a need of
-- which nothing is said is open.
create table mart.requirements as
with telling as (
    select batch_id from told_columns where column_name in ('met_on', 'is_met')
    union
    select batch_id from source.requirements where met_on is not null or is_met is not null
)
select
    k.customer_key,
    r.requirement_id,
    w.code as need_kind,
    r.requirement,
    r.noted_on,
    r.due_on,
    r.met_on,
    case
        when r.met_on is not null then true
        when r.is_met is not null then r.is_met
        when r.batch_id in (select batch_id from telling) then false
    end as is_met,
from source.requirements as r
inner join customer_keys as k on r.customer_id = k.customer_id
left join mart.relation_words as w on w.kind = 'need' and lower(trim(r.need_kind)) = w.word
order by k.customer_key, r.due_on, r.requirement_id;
