-- metric: value.losses
-- grain:  one row per source of a loss, also for one by which nobody loses; a customer stands under the first that is so
-- needs:  customers, customer_values
-- requires: orders
-- requires: customer_id
-- requires: costs
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
-- n:      first known_customers
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
            when revenue <= 0 then 'returned'
            when profit + own_cost < 0 then 'below_cost'
            else 'own_cost'
        end as loss_source,
    from customer_values
    where profit is not null
),
members as (
    select
        c.customer_id,
        c.customer_name,
        k.*,
        -k.profit as loss_amount,
    from known as k
    inner join customers as c on k.customer_key = c.customer_key
    where k.loss_source is not null
),
summed as (
    select
        loss_source,
        count(*) as customers,
        sum(profit) as profit,
        sum(revenue) as revenue,
        sum(gross_profit) as gross_profit,
        sum(own_cost) as own_cost,
    from known
    where loss_source is not null
    group by loss_source
),
sources as (
    select *
    from (values (1, 'own_cost'), (2, 'below_cost'), (3, 'returned')) as t (source_order, loss_source)
)
-- answer
select
    t.loss_source,
    cast(-coalesce(s.profit, 0) as decimal(18, 4)) as loss_amount,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.gross_profit, 0) as decimal(18, 4)) as gross_profit,
    cast(coalesce(s.own_cost, 0) as decimal(18, 4)) as own_cost,
    (select count(*) from known) as known_customers,
from sources as t
left join summed as s on t.loss_source = s.loss_source
order by t.source_order
