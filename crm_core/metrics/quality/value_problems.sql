-- metric: quality.value_problems
-- grain:  one row per check of values: dates in the future, an end before its start, another currency
-- needs:  problems, problem_rows, customers
-- column: table_name  code
-- column: problem  code
-- column: checked_count  count
-- column: problem_count  count
-- column: problem_share  share
-- column: customers  count
-- rate:   problem_share = problem_count / checked_count
-- n:      checked_count
-- source: M-76, F-134, S-33
with members as (
    select
        r.table_name,
        r.problem,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.first_order_on,
        c.last_order_on,
    from problem_rows as r
    inner join customers as c on r.customer_key = c.customer_key
),
listed as (
    select table_name, problem, count(*) as customers
    from members
    group by table_name, problem
)
-- answer
select
    p.table_name,
    p.problem,
    p.checked_count,
    p.problem_count,
    cast(p.problem_count as double) / nullif(p.checked_count, 0) as problem_share,
    case when p.table_name = 'products' then null else coalesce(l.customers, 0) end as customers,
from problems as p
left join listed as l on p.table_name = l.table_name and p.problem = l.problem
order by
    p.problem_count desc,
    case
        when p.table_name = 'transactions' then 1
        when p.table_name = 'customers' then 2
        when p.table_name = 'products' then 3
        else 4
    end,
    p.problem
