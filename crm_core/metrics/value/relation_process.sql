-- metric: value.relation_process
-- grain:  one row per tier, major and small, or RFM segment that has customers, the best first
-- needs:  customers, customer_groups, interactions, requirements
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: interactions when process_step=interaction
-- requires: requirements when process_step=adjustment
-- param:  process_step = interaction | adjustment
-- param:  by = tier | key | segment
-- param:  cuts of value.tiers
-- column: customer_group  code
-- column: group_customers  count
-- column: revenue_share  share
-- column: reached_customers  count
-- column: done_share  share
-- column: step_known  count
-- column: step_done  count
-- column: customers  count
-- whole:  revenue_share
-- rate:   done_share = step_done / step_known
-- chart:  bars customer_group done_share group_customers
-- n:      step_known
-- source: M-09, S-22
with taken as (
    -- The second step is smooth contacts: taken, not passed on, and not needed again within seven days. Who came in
    -- less than seven days before the last contact of all cannot be judged yet.
    select
        customer_key,
        count(*) as step_known,
        count(
            case
                when is_answered is distinct from false
                    and coalesce(transfers, 0) = 0
                    and coalesce(again_seconds > 7 * 86400, true) then 1
            end
        ) as step_done,
    from interactions
    where $process_step = 'interaction' and direction = 'in' and customer_key is not null and seen_seconds >= 7 * 86400
    group by customer_key
    union all
    -- The third is needs met, of those whose end is told.
    select customer_key, count(is_met) as step_known, count(case when is_met then 1 end) as step_done
    from requirements
    where $process_step = 'adjustment' and is_met is not null
    group by customer_key
),
placed as (
    select
        g.group_code as customer_group,
        g.place,
        g.customer_key,
        g.revenue,
        g.order_count,
        g.last_order_on,
        t.step_known,
        t.step_done,
    from customer_groups as g
    left join taken as t on g.customer_key = t.customer_key
),
members as (
    -- Of whom something is left to do.
    select
        c.customer_id,
        c.customer_name,
        p.* exclude (place),
    from placed as p
    inner join customers as c on p.customer_key = c.customer_key
    where p.step_done < p.step_known
),
summed as (
    select
        customer_group,
        min(place) as place,
        count(*) as group_customers,
        cast(sum(revenue) as double) as revenue,
        count(step_known) as reached_customers,
        sum(step_known) as step_known,
        sum(step_done) as step_done,
        count(case when step_done < step_known then 1 end) as customers,
    from placed
    group by customer_group
)
-- answer
select
    customer_group,
    group_customers,
    revenue / nullif(sum(revenue) over (partition by true), 0) as revenue_share,
    reached_customers,
    cast(step_done as double) / nullif(step_known, 0) as done_share,
    cast(coalesce(step_known, 0) as bigint) as step_known,
    cast(coalesce(step_done, 0) as bigint) as step_done,
    customers,
from summed
order by place, customer_group
