-- Values that contradict each other or the day of their import. Days are compared, not times: one of two times is
-- often only a day. A day counts as future from two days after the import, since clocks and zones differ.
create temp table import_days as
select batch_id, cast(imported_at as date) + 1 as latest_on from source.batches;

create temp table usual_currency as
select currency
from source.transactions
where currency is not null
group by currency
order by count(*) desc, currency
limit 1;

create temp table found_problems as
select
    'transactions' as table_name,
    t.customer_id,
    [
        case when cast(t.order_at as date) > i.latest_on then 'order_in_future' end,
        case when cast(t.paid_at as date) < cast(t.order_at as date) then 'paid_before_order' end,
        case when cast(t.shipped_at as date) < cast(t.order_at as date) then 'shipped_before_order' end,
        case when cast(t.delivered_at as date) < cast(t.shipped_at as date) then 'delivered_before_shipped' end,
        case when cast(t.returned_at as date) < cast(t.order_at as date) then 'returned_before_order' end,
        case when t.currency <> (select u.currency from usual_currency as u) then 'other_currency' end
    ] as codes,
from source.transactions as t
left join import_days as i on t.batch_id = i.batch_id
where cast(t.order_at as date) > i.latest_on
    or cast(t.paid_at as date) < cast(t.order_at as date)
    or cast(t.shipped_at as date) < cast(t.order_at as date)
    or cast(t.delivered_at as date) < cast(t.shipped_at as date)
    or cast(t.returned_at as date) < cast(t.order_at as date)
    or t.currency <> (select u.currency from usual_currency as u)
union all
select
    'customers' as table_name,
    c.customer_id,
    [
        case when c.first_contact_on > i.latest_on or c.contracted_on > i.latest_on then 'contact_in_future' end,
        case when c.birth_date > i.latest_on then 'born_in_future' end,
        case when c.lost_on < coalesce(c.contracted_on, c.first_contact_on) then 'lost_before_contact' end
    ] as codes,
from source.customers as c
left join import_days as i on c.batch_id = i.batch_id
where c.first_contact_on > i.latest_on
    or c.contracted_on > i.latest_on
    or c.birth_date > i.latest_on
    or c.lost_on < coalesce(c.contracted_on, c.first_contact_on)
union all
select
    'products' as table_name,
    cast(null as varchar) as customer_id,
    [case when p.ended_on < p.launched_on then 'ended_before_launch' end] as codes,
from source.products as p
where p.ended_on < p.launched_on
union all
select
    'customer_costs' as table_name,
    s.customer_id,
    [case when s.incurred_on > i.latest_on then 'cost_in_future' end] as codes,
from source.customer_costs as s
left join import_days as i on s.batch_id = i.batch_id
where s.incurred_on > i.latest_on
union all
select
    'cases' as table_name,
    c.customer_id,
    [
        case when cast(c.opened_at as date) > i.latest_on then 'case_in_future' end,
        case
            when cast(coalesce(c.resolved_at, c.closed_at) as date) < cast(c.opened_at as date)
                then 'closed_before_opened'
        end,
        case when cast(c.first_response_at as date) < cast(c.opened_at as date) then 'answered_before_opened' end
    ] as codes,
from source.cases as c
left join import_days as i on c.batch_id = i.batch_id
where cast(c.opened_at as date) > i.latest_on
    or cast(coalesce(c.resolved_at, c.closed_at) as date) < cast(c.opened_at as date)
    or cast(c.first_response_at as date) < cast(c.opened_at as date)
union all
select
    'interactions' as table_name,
    n.customer_id,
    [
        case when cast(n.started_at as date) > i.latest_on then 'contact_after_import' end,
        case when n.ended_at < n.started_at or n.duration_s < 0 then 'ended_before_start' end,
        case when n.wait_seconds < 0 then 'wait_below_zero' end
    ] as codes,
from source.interactions as n
left join import_days as i on n.batch_id = i.batch_id
where cast(n.started_at as date) > i.latest_on
    or n.ended_at < n.started_at
    or n.duration_s < 0
    or n.wait_seconds < 0
union all
-- One row per stated total: of one customer, segment, period and import.
select
    'account_demand' as table_name,
    d.customer_id,
    ['suppliers_above_total'] as codes,
from source.account_demand as d
group by d.customer_id, d.segment, d.period, d.batch_id
having sum(coalesce(d.supplier_units, d.our_units)) > max(d.total_units);

create table mart.problem_rows as
select f.table_name, f.problem, k.customer_key, count(*) as row_count
from (select table_name, customer_id, unnest(codes) as problem from found_problems) as f
left join customer_keys as k on f.customer_id = k.customer_id
where f.problem is not null
group by f.table_name, f.problem, k.customer_key
order by f.table_name, f.problem, k.customer_key;

-- Every check that the columns of these data allow, with the rows that it could look at.
create table mart.problems as
with checked as (
    select 'transactions' as table_name, u.problem, u.checked_count
    from (
        unpivot (
            select
                count(order_at) as order_in_future,
                count(case when paid_at is not null then order_at end) as paid_before_order,
                count(case when shipped_at is not null then order_at end) as shipped_before_order,
                count(case when delivered_at is not null then shipped_at end) as delivered_before_shipped,
                count(case when returned_at is not null then order_at end) as returned_before_order,
                count(currency) as other_currency,
            from source.transactions
        )
        on columns(*) into name problem value checked_count
    ) as u
    union all
    select 'customers' as table_name, u.problem, u.checked_count
    from (
        unpivot (
            select
                count(coalesce(first_contact_on, contracted_on)) as contact_in_future,
                count(birth_date) as born_in_future,
                count(case when lost_on is not null then coalesce(contracted_on, first_contact_on) end)
                    as lost_before_contact,
            from source.customers
        )
        on columns(*) into name problem value checked_count
    ) as u
    union all
    select
        'products' as table_name,
        'ended_before_launch' as problem,
        count(case when ended_on is not null then launched_on end) as checked_count,
    from source.products
    union all
    select 'account_demand' as table_name, 'suppliers_above_total' as problem, count(*) as checked_count
    from (
        select customer_id
        from source.account_demand
        group by customer_id, segment, period, batch_id
        having count(coalesce(supplier_units, our_units)) > 0 and count(total_units) > 0
    )
    union all
    select 'customer_costs' as table_name, 'cost_in_future' as problem, count(incurred_on) as checked_count
    from source.customer_costs
    union all
    select 'cases' as table_name, u.problem, u.checked_count
    from (
        unpivot (
            select
                count(opened_at) as case_in_future,
                count(case when opened_at is not null then coalesce(resolved_at, closed_at) end) as closed_before_opened,
                count(case when opened_at is not null then first_response_at end) as answered_before_opened,
            from source.cases
        )
        on columns(*) into name problem value checked_count
    ) as u
    union all
    select 'interactions' as table_name, u.problem, u.checked_count
    from (
        unpivot (
            select
                count(started_at) as contact_after_import,
                count(case when ended_at is not null and started_at is not null or duration_s is not null then 1 end)
                    as ended_before_start,
                count(wait_seconds) as wait_below_zero,
            from source.interactions
        )
        on columns(*) into name problem value checked_count
    ) as u
)
select
    c.table_name,
    c.problem,
    c.checked_count,
    cast(coalesce(sum(r.row_count), 0) as bigint) as problem_count,
from checked as c
left join mart.problem_rows as r on c.table_name = r.table_name and c.problem = r.problem
where c.checked_count > 0
group by c.table_name, c.problem, c.checked_count
order by c.table_name, c.problem;
