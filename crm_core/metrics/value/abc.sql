-- metric: value.abc
-- grain:  one row per class, A first, also for a class that nobody is in
-- needs:  customers, valued
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: costs when basis=profit
-- requires: customer_costs when basis=commercial_value
-- requires: costs when shared_by=by_profit
-- param:  basis = revenue | profit | commercial_value
-- param:  shared_by = by_revenue | by_profit | by_orders | by_heads when basis=commercial_value
-- param:  cuts  = 0.80, 0.95
-- column: abc_class  code
-- column: customers  count
-- column: customer_share  share
-- column: revenue  money
-- column: revenue_share  share
-- column: revenue_per_customer  money
-- mean:   revenue_per_customer of customers
-- whole:  customer_share, revenue_share
-- chart:  pyramid abc_class customers revenue_share
-- n:      customers
-- source: M-02, M-15, M-85
with whole as (
    select sum(value) as total from valued
),
running as (
    select
        v.*,
        sum(v.value) over (order by v.value desc, v.customer_key rows unbounded preceding) - v.value as value_before,
        s.total,
    from valued as v
    cross join whole as s
    where v.value is not null
),
classed as (
    -- The share before a customer decides, so the one who crosses the line still belongs to the better class.
    select
        customer_key,
        order_count,
        last_order_on,
        revenue,
        profit,
        commercial_value,
        case
            when value <= 0 then 'c'
            when value_before < $cuts[1] * total then 'a'
            when value_before < $cuts[2] * total then 'b'
            else 'c'
        end as abc_class,
    from running
),
members as (
    select
        c.customer_id,
        c.customer_name,
        k.*,
    from classed as k
    inner join customers as c on k.customer_key = c.customer_key
),
summed as (
    select
        abc_class,
        count(*) as customers,
        sum(revenue) as revenue,
        var_samp(cast(revenue as double)) as revenue_variance,
    from classed
    group by abc_class
),
classes as (
    select * from (values ('a'), ('b'), ('c')) as t (abc_class)
)
-- answer
select
    t.abc_class,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(sum(s.customers) over (partition by true), 0) as customer_share,
    cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(s.revenue, 0) as double) / nullif(sum(s.revenue) over (partition by true), 0) as revenue_share,
    cast(s.revenue as double) / nullif(s.customers, 0) as revenue_per_customer,
    s.revenue_variance as revenue_per_customer_variance,
from classes as t
left join summed as s on t.abc_class = s.abc_class
order by t.abc_class
