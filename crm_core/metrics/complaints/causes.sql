-- metric: complaints.causes
-- grain:  one row per cause (or category, department, channel, product, need, motive, compensation, solution), most
--         cases first
-- needs:  customers, placed_complaints
-- requires: orders
-- requires: complaints
-- filled: cases.root_cause, cases.category when by = cause
-- filled: cases.category when by = category
-- filled: cases.department when by = department
-- filled: cases.channel when by = channel
-- filled: cases.product_id when by = product
-- filled: cases.need when by = need
-- filled: cases.motive when by = motive
-- filled: cases.compensation_kind when by = compensation
-- filled: cases.solution_id when by = solution
-- param:  by = cause | category | department | channel | product | need | motive | compensation | solution
-- column: value  text
-- column: cases  count
-- column: case_share  share
-- column: cumulative_share  share
-- column: judged_cases  count
-- column: full_cases  count
-- column: full_share  share
-- column: open_cases  count
-- column: compensation_cost  money
-- column: customers  count
-- rate:   full_share = full_cases / judged_cases
-- whole:  case_share, cumulative_share
-- part:   value
-- less:   cases, case_share, open_cases, compensation_cost
-- chart:  bars value cases case_share
-- n:      cases
-- source: S-02, S-26, S-48, S-63, M-30, M-35, M-75, F-73, F-78
with members as (
    select
        m.value,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.last_order_on,
        m.case_count,
        m.last_complaint_on,
    from (
        select
            value,
            customer_key,
            count(*) as case_count,
            max(opened_on) as last_complaint_on,
        from placed_complaints
        where customer_key is not null
        group by value, customer_key
    ) as m
    inner join customers as c on m.customer_key = c.customer_key
),
counted as (
    select
        value,
        count(*) as cases,
        count(case when verdict in ('full', 'partial', 'none') then 1 end) as judged_cases,
        count(case when verdict = 'full' then 1 end) as full_cases,
        case
            when bool_and(ending = 'untold') then null
            else count(case when ending = 'open' or resolved_on > least($to, $as_of) then 1 end)
        end as open_cases,
        cast(sum(compensation_cost) as decimal(18, 4)) as compensation_cost,
    from placed_complaints
    group by value
),
listed as (
    select value, count(*) as customers from members group by value
)
-- answer
select
    n.value,
    n.cases,
    cast(n.cases as double) / nullif(sum(n.cases) over (partition by true), 0) as case_share,
    cast(sum(n.cases) over (order by n.cases desc, n.value rows unbounded preceding) as double)
    / nullif(sum(n.cases) over (partition by true), 0) as cumulative_share,
    n.judged_cases,
    n.full_cases,
    cast(n.full_cases as double) / nullif(n.judged_cases, 0) as full_share,
    n.open_cases,
    n.compensation_cost,
    coalesce(l.customers, 0) as customers,
from counted as n
left join listed as l on n.value is not distinct from l.value
order by n.cases desc, n.value
