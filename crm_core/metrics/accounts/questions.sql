-- metric: accounts.questions
-- grain:  one row per question about key accounts, in the order of the text
-- needs:  customers, customer_values, key_accounts, account_fits, joint_value, payments
-- requires: orders
-- requires: customer_id
-- requires: costs
-- requires: customer_costs
-- requires: one_currency
-- param:  top of accounts.major
-- column: question  code
-- column: question_share  share
-- column: customers  count
-- column: measured  count
-- column: reading  text
-- whole:  question_share
-- less:   question_share
-- chart:  bars question question_share customers
-- n:      first measured
-- source: M-55, S-57, Q-66
with credits as (
    select customer_key, cast(sum(credit_days) as double) / nullif(count(credit_days), 0) as credit_days
    from payments
    group by customer_key
),
given as (
    select
        k.customer_key,
        k.revenue,
        k.profit,
        k.own_cost,
        cast(k.profit + k.own_cost as double) / nullif(k.revenue, 0) as margin_rate,
        coalesce(r.credit_days, c.credit_days) as credit_days,
        cast(k.own_cost as double) / nullif(k.revenue, 0) as service_rate,
    from key_accounts as k
    inner join customers as c on k.customer_key = c.customer_key
    left join credits as r on k.customer_key = r.customer_key
    where k.profit is not null
),
placed as (
    -- Places by what an account brings, and the sum of its places by what it gets: a price that leaves
    -- us little margin, days of credit, service.
    select
        *,
        rank() over (order by profit desc) as profit_place,
        rank() over (order by margin_rate nulls last)
        + rank() over (order by credit_days desc nulls last)
        + rank() over (order by service_rate desc nulls last) as got_places,
        count(*) over (partition by true) as account_count,
    from given
),
ranked as (
    select *, rank() over (order by got_places) as got_place from placed
),
flags as (
    select 'best_get_best' as question, customer_key, 2 * (got_place - 1) >= account_count as is_on
    from ranked
    where 2 * (profit_place - 1) < account_count
    union all
    select 'cost_of_return' as question, customer_key, profit <= 0 as is_on
    from key_accounts
    where profit is not null
    union all
    select
        'joint_value' as question,
        k.customer_key,
        k.customer_key not in (select customer_key from joint_value) as is_on,
    from key_accounts as k
    union all
    select 'effort_on_key' as question, customer_key, own_cost > 0 as is_on
    from key_accounts
    where own_cost is not null
    union all
    select 'whose_success' as question, k.customer_key, f.fit < 1 as is_on
    from key_accounts as k
    inner join account_fits as f on k.customer_key = f.customer_key
    where f.fit is not null
    union all
    select 'time_on_worthless' as question, customer_key, own_cost > 0 and profit <= 0 as is_on
    from customer_values
    where profit is not null
),
members as (
    select
        f.question,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        v.revenue,
        v.profit,
        v.own_cost,
        v.order_count,
        r.margin_rate,
        r.credit_days,
    from flags as f
    inner join customers as c on f.customer_key = c.customer_key
    left join customer_values as v on f.customer_key = v.customer_key
    left join ranked as r on f.customer_key = r.customer_key
    where f.is_on
),
counted as (
    select question, count(case when is_on then 1 end) as customers, count(*) as measured
    from flags
    group by question
),
money as (
    select
        sum(own_cost) as all_cost,
        sum(case when own_cost > 0 and profit <= 0 then own_cost else 0 end) as worthless_cost,
        count(profit) as profit_count,
    from customer_values
),
key_money as (
    select
        sum(own_cost) as key_cost,
        sum(case when profit is not null then own_cost end) as counted_cost,
        sum(profit + own_cost) as margin,
    from key_accounts
),
asked as (
    select *
    from (
        values
            (1, 'best_get_best'), (2, 'cost_of_return'), (3, 'joint_value'), (4, 'effort_on_key'),
            (5, 'whose_success'), (6, 'time_on_worthless')
    ) as t (question_order, question)
)
-- answer
select
    a.question,
    case
        when a.question = 'cost_of_return' and k.margin > 0
            then cast(k.counted_cost as double) / nullif(k.margin, 0)
        when a.question = 'effort_on_key' then cast(k.key_cost as double) / nullif(m.all_cost, 0)
        when a.question = 'time_on_worthless' and m.profit_count > 0
            then cast(m.worthless_cost as double) / nullif(m.all_cost, 0)
        when a.question in ('best_get_best', 'joint_value', 'whose_success')
            then cast(c.customers as double) / nullif(c.measured, 0)
    end as question_share,
    case when c.measured > 0 then c.customers end as customers,
    coalesce(c.measured, 0) as measured,
    a.question as reading,  -- the words of the question say how to read its number
from asked as a
left join counted as c on a.question = c.question
cross join money as m
cross join key_money as k
order by a.question_order
