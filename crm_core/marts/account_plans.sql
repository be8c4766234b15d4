-- One row per plan; stages as codes of the ladder, NULL where the word is none of it.
create table mart.account_plans as
select
    k.customer_key,
    p.plan_id,
    p.goal,
    s.code as start_stage,
    t.code as target_stage,
    p.next_step,
    p.owner_id,
    p.started_on,
    p.due_on,
    p.done_on,
from source.account_plans as p
inner join customer_keys as k on p.customer_id = k.customer_id
left join mart.relation_words as s on s.kind = 'stage' and lower(trim(p.start_stage)) = s.word
left join mart.relation_words as t on t.kind = 'stage' and lower(trim(p.target_stage)) = t.word
order by k.customer_key, p.due_on, p.plan_id;
