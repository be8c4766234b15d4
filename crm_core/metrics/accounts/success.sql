-- metric: accounts.success
-- grain:  one row per sentence of serving the customer's success and state: done, not done, not known; also where nobody is
-- needs:  customers, key_accounts, account_criteria, complaint_spans, interactions, joint_value, account_needs, orders_so_far, ladder
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- requires: success_facts
-- param:  top of accounts.major
-- param:  smooth = 0.8
-- column: success_sentence  code
-- column: success_state  code
-- column: customers  count
-- column: customer_share  share
-- column: accounts  count
-- column: reading  text
-- column: needed_file  text
-- whole:  customer_share
-- chart:  parts success_sentence success_state customers
-- n:      first accounts
-- source: M-52, S-57
with held as (
    -- Without a single row of a kind nobody knows whether there is nothing, or nothing was written down.
    select
        exists (select 1 from account_criteria) as has_criteria,
        exists (select 1 from complaint_spans) as has_complaints,
        exists (select 1 from joint_value) as has_joint_value,
        exists (select 1 from account_needs) as has_needs,
),
opened as (
    select
        customer_key,
        count(case when resolved_on is null or resolved_on > least($to, $as_of) then 1 end) as open_complaints,
    from complaint_spans
    group by customer_key
),
reached as (
    -- Smooth: taken, not passed on, and not needed again within seven days.
    select
        customer_key,
        count(*) as contact_count,
        count(
            case
                when is_answered is distinct from false
                    and coalesce(transfers, 0) = 0
                    and coalesce(again_seconds > 7 * 86400, true) then 1
            end
        ) as smooth_count,
    from interactions
    where direction = 'in' and customer_key in (select customer_key from key_accounts)
    group by customer_key
),
saved as (
    select customer_key, sum(cost_before) as cost_before, sum(cost_after) as cost_after
    from joint_value
    group by customer_key
),
bought as (
    select
        customer_key,
        sum(case when order_on > least($to, $as_of) - interval 1 year then amount else 0 end) as revenue_of_year,
        sum(case when order_on <= least($to, $as_of) - interval 1 year then amount else 0 end) as revenue_year_before,
    from orders_so_far
    where order_on > least($to, $as_of) - interval 2 year
        and customer_key in (select customer_key from key_accounts)
    group by customer_key
),
first_known as (
    select min(order_on) <= least($to, $as_of) - interval 2 year + interval 1 day as has_two_years from orders_so_far
),
seen as (
    select
        k.customer_key,
        k.revenue,
        k.order_count,
        case when h.has_criteria then k.customer_key in (select customer_key from account_criteria) end
            as is_criteria_known,
        case when h.has_complaints then coalesce(o.open_complaints, 0) end as open_complaints,
        cast(r.smooth_count as double) / nullif(r.contact_count, 0) as smooth_share,
        case when h.has_joint_value then coalesce(s.cost_before > s.cost_after, false) end as is_saving,
        case when h.has_needs then k.customer_key in (select customer_key from account_needs) end as is_need_known,
        b.revenue_of_year - b.revenue_year_before as change,
        case
            when f.has_two_years
                then coalesce(b.revenue_of_year > 0 and b.revenue_of_year >= b.revenue_year_before, false)
        end as is_kept,
        l.relation_stage,
        l.rung,
    from key_accounts as k
    cross join held as h
    cross join first_known as f
    left join opened as o on k.customer_key = o.customer_key
    left join reached as r on k.customer_key = r.customer_key
    left join saved as s on k.customer_key = s.customer_key
    left join bought as b on k.customer_key = b.customer_key
    left join ladder as l on k.customer_key = l.customer_key
),
judged as (
    -- Two halves of a sentence: one that fails settles it, one that is not known leaves it open.
    select
        customer_key,
        1 as place,
        is_criteria_known and open_complaints = 0 as is_done,
        case when is_criteria_known is null then 'account_criteria' else 'cases' end as needed_file,
    from seen
    union all
    select customer_key, 2 as place, smooth_share >= $smooth[1] as is_done, 'interactions' as needed_file
    from seen
    union all
    select customer_key, 3 as place, is_saving as is_done, 'joint_value' as needed_file
    from seen
    union all
    select
        customer_key,
        4 as place,
        is_need_known and is_kept as is_done,
        case when is_need_known is null then 'account_demand' else 'orders_of_two_years' end as needed_file,
    from seen
    union all
    select customer_key, 5 as place, rung >= 3 as is_done, 'account_plans' as needed_file
    from seen
),
sentences as (
    select *
    from (
        values
            (1, 'solve_problems'), (2, 'save_trouble'), (3, 'make_competitive'), (4, 'use_change'), (5, 'be_expert')
    ) as t (place, success_sentence)
),
states as (
    select *
    from (
        values (1, 'done', true), (2, 'not_done', false), (3, 'not_known', null)
    ) as t (state_order, success_state, is_done)
),
members as (
    select
        t.success_sentence,
        z.success_state,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        s.is_criteria_known,
        s.open_complaints,
        s.smooth_share,
        s.is_saving,
        s.is_need_known,
        s.change,
        s.relation_stage,
        s.revenue,
        s.order_count,
        j.needed_file,
    from judged as j
    inner join sentences as t on j.place = t.place
    inner join states as z on j.is_done is not distinct from z.is_done
    inner join seen as s on j.customer_key = s.customer_key
    inner join customers as c on j.customer_key = c.customer_key
),
summed as (
    select success_sentence, success_state, count(*) as customers, min(needed_file) as needed_file
    from members
    group by success_sentence, success_state
),
counted as (
    select count(*) as accounts from key_accounts
)
-- answer
select
    t.success_sentence,
    z.success_state,
    coalesce(s.customers, 0) as customers,
    cast(coalesce(s.customers, 0) as double) / nullif(n.accounts, 0) as customer_share,
    n.accounts,
    t.success_sentence as reading,  -- the words of the sentence say what it is measured by
    case when z.success_state = 'not_known' then s.needed_file end as needed_file,
from sentences as t
cross join states as z
cross join counted as n
left join summed as s on t.success_sentence = s.success_sentence and z.success_state = s.success_state
order by t.place, z.state_order
