-- metric: accounts.joint_value
-- grain:  one row per source of joint value, the largest saving first; accounts without a source named last
-- needs:  customers, joint_value
-- requires: joint_value
-- requires: one_currency
-- param:  benchmark = 0.2
-- column: value_source  code
-- column: saving_share  share
-- column: saved_amount  money
-- column: cost_before  money
-- column: cost_after  money
-- column: customers  count
-- column: at_benchmark  count
-- column: accounts  count
-- whole:  saving_share
-- part:   is_at_benchmark
-- chart:  bars value_source saving_share saved_amount
-- n:      first accounts
-- source: M-60, S-57, Q-66
with members as (
    select
        j.value_source,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        sum(j.cost_before) as cost_before,
        sum(j.cost_after) as cost_after,
        sum(j.cost_before) - sum(j.cost_after) as saved_amount,
        cast(sum(j.cost_before) - sum(j.cost_after) as double) / nullif(sum(j.cost_before), 0) as saving_share,
        cast(sum(j.cost_before) - sum(j.cost_after) as double) >= $benchmark[1] * sum(j.cost_before)
            as is_at_benchmark,
    from joint_value as j
    inner join customers as c on j.customer_key = c.customer_key
    group by all
),
counted as (
    select count(distinct customer_key) as accounts from members
),
summed as (
    select
        value_source,
        sum(cost_before) as cost_before,
        sum(cost_after) as cost_after,
        sum(saved_amount) as saved_amount,
        count(*) as customers,
        count(case when is_at_benchmark then 1 end) as at_benchmark,
    from members
    group by value_source
)
-- answer
select
    s.value_source,
    cast(s.saved_amount as double) / nullif(s.cost_before, 0) as saving_share,
    cast(s.saved_amount as decimal(18, 4)) as saved_amount,
    cast(s.cost_before as decimal(18, 4)) as cost_before,
    cast(s.cost_after as decimal(18, 4)) as cost_after,
    s.customers,
    s.at_benchmark,
    c.accounts,
from summed as s
cross join counted as c
order by s.value_source is null, s.saved_amount desc, s.value_source
