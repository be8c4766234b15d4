-- metric: value.losses
-- grain:  one row per source of a loss, also for one by which nobody loses; a customer stands under the first that is so; last, where goods' costs are unknown but customers' own are not, whose own costs are above the revenue
-- needs:  customers, customer_values
-- requires: orders
-- requires: customer_id
-- requires: any_costs
-- requires: one_currency
-- column: loss_source  code
-- column: loss_amount  money
-- column: customers  count
-- column: revenue  money
-- column: gross_profit  money
-- column: own_cost  money
-- column: known_customers  count
-- less:   loss_amount, customers
-- chart:  bars loss_source loss_amount customers
-- n:      leading known_customers
-- source: M-15, S-15, S-57, F-52
with known as (
    select
        customer_key,
        order_count,
        last_order_on,
        revenue,
        cast(profit + own_cost as decimal(18, 4)) as gross_profit,
        own_cost,
        profit,
        case
            when profit >= 0 then null
            when profit is null and own_cost > greatest(revenue, 0) then 'own_cost_alone'
            when profit is null then null
            when revenue <= 0 then 'returned'
            when profit + own_cost < 0 then 'below_cost'
            else 'own_cost'
        end as loss_source,
    from customer_values
),
members as (
    select
        c.customer_id,
        c.customer_name,
        k.*,
        coalesce(-k.profit, k.own_cost - k.revenue) as loss_amount,
    from known as k
    inner join customers as c on k.customer_key = c.customer_key
    where k.loss_source is not null
),
summed as (
    -- One pass over the customers: those who lose nothing are the row without a source.
    select
        loss_source,
        profit is null as is_unknown,
        count(*) as customers,
        max(own_cost) as highest_own_cost,
        sum(coalesce(-profit, own_cost - revenue)) as loss_amount,
        sum(revenue) as revenue,
        sum(profit + own_cost) as gross_profit,
        sum(own_cost) as own_cost,
    from known
    group by loss_source, profit is null
),
counted as (
    select
        sum(case when is_unknown then 0 else customers end) as known_customers,
        sum(case when is_unknown then customers else 0 end) as unknown_customers,
    from summed
),
sources as (
    select *
    from (values (1, 'own_cost'), (2, 'below_cost'), (3, 'returned')) as t (source_order, loss_source)
    union all
    select distinct 4 as source_order, 'own_cost_alone' as loss_source from summed where is_unknown and highest_own_cost > 0
),
judged as (
    -- Where customers bought and no profit is known, nobody can say that none of them loses.
    select
        t.source_order,
        t.loss_source,
        coalesce(case when t.loss_source = 'own_cost_alone' then c.unknown_customers else c.known_customers end, 0)
            as known_customers,
        t.loss_source = 'own_cost_alone' or c.known_customers > 0 or coalesce(c.unknown_customers, 0) = 0 as is_told,
    from sources as t
    cross join counted as c
)
-- answer
select
    j.loss_source,
    case when j.is_told then cast(coalesce(s.loss_amount, 0) as decimal(18, 4)) end as loss_amount,
    case when j.is_told then coalesce(s.customers, 0) end as customers,
    case when j.is_told then cast(coalesce(s.revenue, 0) as decimal(18, 4)) end as revenue,
    case when j.is_told and j.loss_source <> 'own_cost_alone' then cast(coalesce(s.gross_profit, 0) as decimal(18, 4)) end
        as gross_profit,
    case when j.is_told then cast(coalesce(s.own_cost, 0) as decimal(18, 4)) end as own_cost,
    cast(j.known_customers as bigint) as known_customers,
from judged as j
left join summed as s on j.loss_source = s.loss_source
order by j.source_order
