-- metric: value.effort
-- grain:  one row per tenth of the customers by revenue, best first, also for a tenth that is empty
-- needs:  customers, efforts
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: customer_costs when spent=cost
-- requires: discounts when spent=discount
-- requires: interactions when spent=contacts
-- param:  spent = cost | discount | contacts
-- column: tenth  code
-- column: effort_share  share
-- column: revenue_share  share
-- column: effort_index  number
-- column: effort_so_far  share
-- column: revenue_so_far  share
-- column: effort_amount  number
-- column: revenue  money
-- column: customers  count
-- whole:  effort_share, revenue_share, effort_so_far, revenue_so_far
-- chart:  tested tenth effort_share revenue_share
-- n:      customers
-- source: M-87, S-15
with tenths as (
    select *
    from (values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) as t (place)
),
members as (
    select
        c.customer_id,
        c.customer_name,
        e.* exclude (tenth),
        cast(cast(e.tenth as integer) as varchar) as tenth,
    from efforts as e
    inner join customers as c on e.customer_key = c.customer_key
),
summed as (
    select tenth, count(*) as customers, sum(revenue) as revenue, sum(effort_amount) as effort
    from efforts
    group by tenth
),
placed as (
    select
        t.place,
        coalesce(s.customers, 0) as customers,
        cast(coalesce(s.revenue, 0) as decimal(18, 4)) as revenue,
        cast(coalesce(s.effort, 0) as double) as effort,
        cast(sum(s.effort) over (partition by true) as double) as all_effort,
        cast(sum(s.revenue) over (partition by true) as double) as all_revenue,
        cast(coalesce(sum(s.effort) over so_far, 0) as double) as effort_up_to,
        cast(coalesce(sum(s.revenue) over so_far, 0) as double) as revenue_up_to,
    from tenths as t
    left join summed as s on t.place = s.tenth
    window so_far as (order by t.place rows unbounded preceding)
)
-- answer
select
    cast(place as varchar) as tenth,
    effort / nullif(all_effort, 0) as effort_share,
    cast(revenue as double) / nullif(all_revenue, 0) as revenue_share,
    effort / nullif(all_effort, 0) / nullif(cast(revenue as double) / nullif(all_revenue, 0), 0) as effort_index,
    effort_up_to / nullif(all_effort, 0) as effort_so_far,
    revenue_up_to / nullif(all_revenue, 0) as revenue_so_far,
    effort as effort_amount,
    revenue,
    customers,
from placed
order by place
