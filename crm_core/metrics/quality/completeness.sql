-- metric: quality.completeness
-- grain:  one row per column of each table: how many rows fill it, the emptiest first
-- needs:  completeness, customers
-- param:  show = important | all
-- column: table_name  code
-- column: column_name  code
-- column: filled_share  share
-- column: filled_count  count
-- column: row_count  count
-- column: importance  code
-- column: customers  count
-- rate:   filled_share = filled_count / row_count
-- n:      row_count
-- source: M-76, F-134, S-33
with shown as (
    -- Columns that no file ever filled are named only where questions rest on them.
    select
        table_name,
        column_name,
        importance,
        row_count,
        filled_count,
        case
            when table_name = 'transactions' then 1
            when table_name = 'customers' then 2
            when table_name = 'products' then 3
            else 4
        end as table_place,
        case when importance = 'must' then 1 when importance = 'should' then 2 else 3 end as place,
    from completeness
    where row_count > 0
        and (importance <> 'other' or ($show = 'all' and filled_count > 0))
),
lacking as (
    select 'region' as column_name, customer_key from customers where is_registered and region is null
    union all
    select 'relation_role' as column_name, customer_key from customers where is_registered and relation_role is null
    union all
    select 'owner_id' as column_name, customer_key from customers where is_registered and owner_id is null
    union all
    select 'customer_name' as column_name, customer_key from customers where is_registered and customer_name is null
    union all
    select 'first_contact_on' as column_name, customer_key
    from customers
    where is_registered and first_contact_on is null
),
members as (
    select
        s.table_name,
        s.column_name,
        s.importance,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        c.first_order_on,
        c.last_order_on,
    from lacking as l
    inner join shown as s on s.table_name = 'customers' and l.column_name = s.column_name
    inner join customers as c on l.customer_key = c.customer_key
),
counted as (
    select column_name, count(*) as customers from lacking group by column_name
)
-- answer
select
    s.table_name,
    s.column_name,
    s.importance,
    s.row_count,
    s.filled_count,
    cast(s.filled_count as double) / nullif(s.row_count, 0) as filled_share,
    case when s.table_name = 'customers' then c.customers end as customers,
from shown as s
left join counted as c on s.column_name = c.column_name
-- What is missing comes first.
order by filled_share, s.place, s.table_place, s.column_name
