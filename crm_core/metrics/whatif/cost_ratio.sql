-- metric: whatif.cost_ratio
-- grain:  one row for winning new customers and one for keeping the others, in the last year
-- needs:  customers, year_buyers, all_costs_so_far, cost_groups
-- requires: orders
-- requires: customer_id
-- requires: customer_costs
-- requires: one_currency
-- param:  kept_by = upkeep | upkeep_service
-- column: effort  code
-- column: cost_each  money
-- column: customers  count
-- column: cost_amount  money
-- column: cost_ratio  number
-- mean:   cost_each of customers
-- less:   cost_each
-- chart:  bars effort cost_each customers
-- n:      customers
-- source: M-25, Q-03
with spent as (
    select
        k.customer_key,
        case when g.cost_group = 'acquisition' then 'winning' else 'keeping' end as effort,
        k.cost_amount,
    from all_costs_so_far as k
    inner join cost_groups as g on lower(k.cost_kind) = g.cost_kind
    where k.incurred_on > least($to, $as_of) - interval 1 year
        and (g.cost_group <> 'service' or $kept_by = 'upkeep_service')
),
own as (
    select
        customer_key,
        effort,
        cast(sum(cost_amount) as decimal(18, 4)) as own_cost,
    from spent
    where customer_key is not null
    group by customer_key, effort
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        case when b.first_on > least($to, $as_of) - interval 1 year then 'winning' else 'keeping' end as effort,
        coalesce(o.own_cost, 0) as own_cost,
        b.revenue_now as revenue,
        b.orders_now as order_count,
        b.last_on as last_order_on,
    from year_buyers as b
    inner join customers as c on b.customer_key = c.customer_key
    left join own as o
        on b.customer_key = o.customer_key
        and o.effort = case when b.first_on > least($to, $as_of) - interval 1 year then 'winning' else 'keeping' end
    where b.orders_now > 0
),
summed as (
    select
        effort,
        count(*) as customers,
        var_samp(cast(own_cost as double)) as variance,
    from members
    group by effort
),
paid as (
    -- Also what was spent on nobody in particular, or on those who did not buy: it was spent to win or to keep.
    select effort, cast(sum(cost_amount) as decimal(18, 4)) as cost_amount
    from spent
    group by effort
),
told as (
    select
        e.place,
        e.effort,
        coalesce(s.customers, 0) as customers,
        p.cost_amount,
        cast(p.cost_amount as double) / nullif(s.customers, 0) as cost_each,
        case when p.cost_amount is not null then s.variance end as cost_each_variance,
    from (values (1, 'winning'), (2, 'keeping')) as e (place, effort)
    left join summed as s on e.effort = s.effort
    left join paid as p on e.effort = p.effort
)
-- answer
select
    t.effort,
    t.cost_each,
    t.cost_each_variance,
    t.customers,
    t.cost_amount,
    (select w.cost_each from told as w where w.place = 1) / nullif((select k.cost_each from told as k where k.place = 2), 0)
        as cost_ratio,
from told as t
order by t.place
