-- Every customer that any table names, with a dense integer key in the order of the ids. Customers that were
-- merged share the key of the one that is kept; place orders them within it: the kept one first, then by id.
create temp table customer_keys as
with recursive named as (
    select customer_id from source.customers
    union
    select customer_id from source.transactions
    union
    select customer_id from source.customer_costs
    union
    select customer_id from source.survey_responses
    union
    select customer_id from source.preferences
    union
    select customer_id from source.programme_members
    union
    select customer_id from source.kano_answers
    union
    select customer_id from source.cases
    union
    select customer_id from source.account_demand
    union
    select customer_id from source.account_criteria
    union
    select customer_id from source.account_plans
    union
    select customer_id from source.joint_value
    union
    select customer_id from source.contacts
    union
    select customer_id from source.payments
    union
    select customer_id from source.requirements
    union
    select customer_id from source.interactions
),
live as (
    -- Decisions about the sample company say nothing about the customers of other data.
    select m.customer_id, m.kept_id
    from source.merges as m
    where m.removed_in is null
        and m.decision = 'merged'
        and m.customer_id <> m.kept_id
        and m.is_sample = (
            select coalesce(bool_and(b.is_sample), false) from source.batches as b where b.removed_in is null
        )
),
led as (
    -- A kept customer may have been merged into another one later.
    select customer_id, kept_id from live
    union
    select d.customer_id, n.kept_id
    from led as d
    inner join live as n on d.kept_id = n.customer_id
),
merged as (
    select customer_id, kept_id
    from led
    where kept_id not in (select l.customer_id from live as l)
),
owned as (
    select
        n.customer_id,
        coalesce(m.kept_id, n.customer_id) as kept_id,
        m.kept_id is not null or n.customer_id in (select k.kept_id from merged as k) as is_merged,
    from named as n
    left join merged as m on n.customer_id = m.customer_id
    where n.customer_id is not null
)
select
    cast(dense_rank() over (order by kept_id) as integer) as customer_key,
    customer_id,
    is_merged,
    concat(case when customer_id = kept_id then '0' else '1' end, customer_id) as place,
from owned;
