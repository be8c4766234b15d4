-- How many rows fill each column of order lines; filled_count.sql adds the other tables.
-- Amounts count as filled where quantity and price give them.
create table mart.filled_counts as
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
) as u;
