-- One row per table: how many rows there are, the last day that they speak of, and when they came.
-- Products carry no day of their own.
create table mart.freshness as
with held as (
    select 'transactions' as table_name, count(*) as row_count, max(cast(order_at as date)) as last_on
    from source.transactions
    union all
    select
        'customers' as table_name,
        count(*) as row_count,
        greatest(max(cast(updated_at as date)), max(first_contact_on), max(contracted_on)) as last_on,
    from source.customers
    union all
    select 'products' as table_name, count(*) as row_count, cast(null as date) as last_on from source.products
    union all
    select 'customer_costs' as table_name, count(*) as row_count, max(incurred_on) as last_on
    from source.customer_costs
    union all
    select 'survey_responses' as table_name, count(*) as row_count, max(surveyed_on) as last_on
    from source.survey_responses
    union all
    select 'survey_weights' as table_name, count(*) as row_count, cast(null as date) as last_on
    from source.survey_weights
    union all
    select 'preferences' as table_name, count(*) as row_count, max(cast(updated_at as date)) as last_on
    from source.preferences
    union all
    select 'programme_members' as table_name, count(*) as row_count, max(enrolled_on) as last_on
    from source.programme_members
    union all
    select 'kano_answers' as table_name, count(*) as row_count, max(surveyed_on) as last_on from source.kano_answers
    union all
    select 'price_list' as table_name, count(*) as row_count, max(valid_from) as last_on
    from source.price_list
    union all
    select 'cases' as table_name, count(*) as row_count, max(cast(opened_at as date)) as last_on
    from source.cases
    union all
    select 'improvements' as table_name, count(*) as row_count, max(done_on) as last_on
    from source.improvements
    union all
    select 'account_demand' as table_name, count(*) as row_count, cast(null as date) as last_on
    from source.account_demand
    union all
    select 'account_criteria' as table_name, count(*) as row_count, cast(null as date) as last_on
    from source.account_criteria
    union all
    select 'account_plans' as table_name, count(*) as row_count, max(greatest(started_on, done_on)) as last_on
    from source.account_plans
    union all
    select 'joint_value' as table_name, count(*) as row_count, cast(null as date) as last_on
    from source.joint_value
    union all
    select 'market_volume' as table_name, count(*) as row_count, cast(null as date) as last_on
    from source.market_volume
    union all
    select 'contacts' as table_name, count(*) as row_count, cast(null as date) as last_on
    from source.contacts
    union all
    select 'payments' as table_name, count(*) as row_count, max(greatest(invoiced_on, paid_on)) as last_on
    from source.payments
    union all
    select 'requirements' as table_name, count(*) as row_count, max(greatest(noted_on, met_on)) as last_on
    from source.requirements
    union all
    select 'interactions' as table_name, count(*) as row_count, max(cast(started_at as date)) as last_on
    from source.interactions
    union all
    select 'employees' as table_name, count(*) as row_count, max(hired_on) as last_on from source.employees
    union all
    select 'service_audits' as table_name, count(*) as row_count, max(audited_on) as last_on
    from source.service_audits
    union all
    select 'solutions' as table_name, count(*) as row_count, max(created_on) as last_on from source.solutions
    union all
    select 'trainings' as table_name, count(*) as row_count, max(trained_on) as last_on from source.trainings
),
brought as (
    select
        table_name,
        max(cast(imported_at as date)) as imported_on,
        sum(rows_read) as rows_read,
        sum(rows_rejected) as rows_rejected,
    from source.batches
    where removed_in is null
    group by table_name
)
select
    h.*,
    b.imported_on,
    cast(coalesce(b.rows_read, 0) as bigint) as rows_read,
    cast(coalesce(b.rows_rejected, 0) as bigint) as rows_rejected,
from held as h
left join brought as b on h.table_name = b.table_name
order by h.table_name;
