-- Where the relation to each account stands (M-54): as the customer file says; else where its last finished plan led;
-- else where its first plan began. rise: rungs climbed by plans finished in the period. NULL = nobody says.
-- needs: customers, account_plans, relation_words
with rungs as (
    select *
    from (values ('none', 0), ('vendor', 1), ('preferred', 2), ('partner', 3), ('alliance', 4)) as t (code, rung)
),
placed as (
    select
        p.*,
        s.rung as start_rung,
        t.rung as target_rung,
        row_number() over (
            partition by p.customer_key
            order by p.done_on is null or t.rung is null, p.done_on desc, p.due_on desc, p.plan_id desc
        ) as from_last,
        row_number() over (
            partition by p.customer_key
            order by s.rung is null, coalesce(p.started_on, p.due_on), p.due_on, p.plan_id
        ) as from_first,
    from account_plans as p
    left join rungs as s on p.start_stage = s.code
    left join rungs as t on p.target_stage = t.code
),
planned as (
    select
        customer_key,
        max(case when from_last = 1 and done_on is not null then target_rung end) as reached,
        max(case when from_first = 1 then start_rung end) as began,
        max(case when done_on is null then target_rung end) as aimed,
        sum(case when done_on between $from and $to then target_rung - start_rung end) as rise,
    from placed
    group by customer_key
)
select
    c.customer_key,
    r.code as relation_stage,
    r.rung,
    a.code as target_stage,
    p.aimed,
    p.rise,
from customers as c
left join relation_words as w on w.kind = 'stage' and lower(trim(c.relation_stage)) = w.word
left join planned as p on c.customer_key = p.customer_key
left join rungs as h on w.code = h.code
inner join rungs as r on coalesce(h.rung, p.reached, p.began) = r.rung
left join rungs as a on p.aimed = a.rung
