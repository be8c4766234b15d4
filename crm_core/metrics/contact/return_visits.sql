-- metric: contact.return_visits
-- grain:  one row per kind of customer and state of the return visit, also for a state that nobody is in
-- needs:  customers, orders, interactions
-- requires: interactions
-- requires: orders
-- requires: customer_id
-- param:  within of contact.kpis
-- column: visit_state  code
-- column: relation_role  code
-- column: role_customers  count
-- column: customers  count
-- column: state_share  share
-- column: due_days  days
-- rate:   state_share = customers / role_customers
-- chart:  heat visit_state relation_role state_share
-- n:      customers
-- source: M-45, M-90, M-93, S-20, S-25, F-87
with ends as (
    select least($to, $as_of) as last_on, least($to, $as_of) - cast($within as integer) as due_on
),
due as (
    -- The order to be followed up: the last one old enough for a visit to be due. A younger one is still waiting.
    select
        o.customer_key,
        max(case when o.order_on <= e.due_on then o.order_on end) as due_order_on,
        max(o.order_on) as last_order_on,
    from orders as o
    cross join ends as e
    where o.is_sale and o.customer_key is not null
    group by o.customer_key
),
visited as (
    select d.customer_key, min(r.started_on) as visited_on
    from due as d
    inner join interactions as r on d.customer_key = r.customer_key and r.started_on >= d.due_order_on
    where r.purpose = 'return_visit' and r.direction = 'out' and r.is_answered is distinct from false
    group by d.customer_key
),
members as (
    select
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.relation_role,
        case
            when d.due_order_on is null then 'waiting'
            when v.visited_on <= d.due_order_on + cast($within as integer) then 'on_time'
            when v.visited_on is not null then 'late'
            else 'overdue'
        end as visit_state,
        coalesce(d.due_order_on, d.last_order_on) as last_order_on,
        v.visited_on,
        case
            when d.due_order_on is not null and v.visited_on is null then date_diff('day', d.due_order_on, e.last_on)
        end as due_days,
    from due as d
    inner join customers as c on d.customer_key = c.customer_key
    cross join ends as e
    left join visited as v on d.customer_key = v.customer_key
),
counted as (
    select
        relation_role,
        visit_state,
        count(*) as customers,
        cast(sum(due_days) as double) / nullif(count(due_days), 0) as due_days,
    from members
    group by relation_role, visit_state
),
roles as (
    select relation_role, sum(customers) as role_customers from counted group by relation_role
),
states as (
    select * from (values (1, 'on_time'), (2, 'late'), (3, 'overdue'), (4, 'waiting')) as t (state_order, visit_state)
)
-- answer
select
    s.visit_state,
    r.relation_role,
    cast(r.role_customers as bigint) as role_customers,
    coalesce(n.customers, 0) as customers,
    cast(coalesce(n.customers, 0) as double) / nullif(cast(r.role_customers as double), 0) as state_share,
    n.due_days,
from roles as r
cross join states as s
left join counted as n on r.relation_role is not distinct from n.relation_role and s.visit_state = n.visit_state
order by r.role_customers desc, r.relation_role nulls last, s.state_order
