-- metric: accounts.plans
-- grain:  one row per state of the plan for a key account, the most urgent first, also where nobody is
-- needs:  customers, key_accounts, account_plans
-- requires: account_plans
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  top of accounts.major
-- column: plan_state  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- whole:  customer_share, revenue_share
-- chart:  bars plan_state customers revenue_share
-- n:      customers
-- source: S-57
with stated as (
    select
        customer_key,
        next_step,
        due_on,
        case
            when done_on is not null then 5
            when due_on < $as_of then 1
            when trim(coalesce(next_step, '')) = '' then 2
            when date_diff('day', $as_of, due_on) <= 30 then 3
            else 4
        end as state_order,
        row_number() over (partition by customer_key order by done_on is not null, due_on, plan_id) as place,
    from account_plans
),
most_urgent as (
    select customer_key, min(state_order) as state_order from stated group by customer_key
),
states as (
    select *
    from (
        values (1, 'overdue'), (2, 'no_step'), (3, 'due_soon'), (4, 'on_course'), (5, 'done'), (6, 'no_plan')
    ) as t (state_order, plan_state)
),
members as (
    select
        t.plan_state,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.next_step as plan_step,
        s.due_on,
        k.revenue,
        k.order_count,
    from key_accounts as k
    inner join customers as c on k.customer_key = c.customer_key
    left join most_urgent as u on k.customer_key = u.customer_key
    inner join states as t on coalesce(u.state_order, 6) = t.state_order
    left join stated as s on k.customer_key = s.customer_key and s.place = 1
),
summed as (
    select plan_state, count(*) as customers, sum(revenue) as revenue
    from members
    group by plan_state
)
-- answer
select
    t.plan_state,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
from states as t
left join summed as s on t.plan_state = s.plan_state
order by t.state_order
