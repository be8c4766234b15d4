-- metric: lifecycle.stage_signs
-- grain:  one row per stage in its order, at the end of the chosen days, also for a stage that nobody is in
-- needs:  customers, stage_spans, transactions, products, last_said, referred
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  patience of lifecycle.stages
-- param:  falls of lifecycle.stages
-- column: stage  code
-- column: customer_score  score
-- column: answers  count
-- column: price_level  share
-- column: referrals_per_100  number
-- column: customers  count
-- mean:   customer_score of answers
-- mean:   referrals_per_100 of customers
-- whole:  price_level
-- chart:  bars stage referrals_per_100 customer_score
-- n:      customers
-- source: M-11, S-17, M-23
with latest as (
    select
        customer_key,
        order_on,
        number,
        case
            when lost_on <= least($to, $as_of) then 'lost'
            when quiet_on <= least($to, $as_of) then 'degeneration'
            else stage
        end as stage_now,
    from stage_spans
    where next_on is null
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        l.stage_now as stage,
        l.number as order_count,
        l.order_on as last_order_on,
        s.score as customer_score,
        coalesce(r.new_customers, 0) as new_customers,
    from latest as l
    inner join customers as c on l.customer_key = c.customer_key
    left join last_said as s on l.customer_key = s.customer_key
    left join referred as r on l.customer_key = r.customer_key
),
stages as (
    select *
    from (
        values (1, 'exploration'), (2, 'formation'), (3, 'stability'), (4, 'degeneration'), (5, 'lost')
    ) as t (stage_order, stage)
),
placed as (
    -- A number in the stage's place: millions of lines are grouped by it.
    select l.customer_key, t.stage_order
    from latest as l
    inner join stages as t on l.stage_now = t.stage
),
listed as (
    select product_id, list_price from products where list_price > 0
),
priced as (
    -- What was paid for goods whose list price is known, and what they cost by the list.
    select
        l.stage_order,
        sum(t.amount) as paid,
        sum(cast(t.quantity * p.list_price as decimal(18, 4))) as by_list,
    from transactions as t
    inner join listed as p on t.product_id = p.product_id
    inner join placed as l on t.customer_key = l.customer_key
    where t.kind = 'sale' and t.quantity > 0 and t.amount is not null
    group by l.stage_order
),
summed as (
    select
        stage,
        count(*) as customers,
        count(customer_score) as answers,
        cast(sum(customer_score) as double) / nullif(count(customer_score), 0) as customer_score,
        var_samp(cast(customer_score as double)) as score_variance,
        100 * cast(sum(new_customers) as double) / nullif(count(*), 0) as referrals,
        var_samp(cast(100 * new_customers as double)) as referrals_variance,
    from members
    group by stage
),
known as (
    -- Where the data know no referrer at all, who brought whom is not known.
    select count(referrer_id) > 0 as is_known from customers
)
-- answer
select
    t.stage,
    s.customer_score,
    s.score_variance as customer_score_variance,
    coalesce(s.answers, 0) as answers,
    cast(p.paid as double) / nullif(cast(p.by_list as double), 0) as price_level,
    case when k.is_known then s.referrals end as referrals_per_100,
    case when k.is_known then s.referrals_variance end as referrals_per_100_variance,
    coalesce(s.customers, 0) as customers,
from stages as t
cross join known as k
left join summed as s on t.stage = s.stage
left join priced as p on t.stage_order = p.stage_order
order by t.stage_order
