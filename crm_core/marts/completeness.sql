-- How many rows of each table fill each column. Amounts of lines count as filled where quantity and price give them.
create table mart.completeness as
with counted as (
    select 'transactions' as table_name, u.column_name, u.filled_count
    from (
        unpivot (
            select count(columns(* exclude (batch_id)))
            from (
                select * replace (coalesce(amount, cast(quantity * unit_price as decimal(18, 4))) as amount)
                from source.transactions
            )
        )
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'customers' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.customers)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'products' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.products)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'customer_costs' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.customer_costs)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'survey_responses' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.survey_responses)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'survey_weights' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.survey_weights)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'preferences' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.preferences)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'programme_members' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.programme_members)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'kano_answers' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.kano_answers)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'price_list' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.price_list)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'cases' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.cases)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'improvements' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.improvements)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'account_demand' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.account_demand)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'account_criteria' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.account_criteria)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'account_plans' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.account_plans)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'joint_value' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.joint_value)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'market_volume' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.market_volume)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'contacts' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.contacts)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'payments' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.payments)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'interactions' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.interactions)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'employees' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.employees)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'service_audits' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.service_audits)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'solutions' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.solutions)
        on columns(*) into name column_name value filled_count
    ) as u
    union all
    select 'trainings' as table_name, u.column_name, u.filled_count
    from (
        unpivot (select count(columns(* exclude (batch_id))) from source.trainings)
        on columns(*) into name column_name value filled_count
    ) as u
)
select
    c.table_name,
    c.column_name,
    e.header as label,
    coalesce(i.importance, 'other') as importance,
    f.row_count,
    c.filled_count,
from counted as c
inner join mart.freshness as f on c.table_name = f.table_name
left join mart.important_columns as i on c.table_name = i.table_name and c.column_name = i.column_name
left join mart.extra_columns as e on c.table_name = e.table_name and c.column_name = e.column_name
order by c.table_name, c.column_name;
