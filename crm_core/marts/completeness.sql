-- How many rows of each table fill each column.
create table mart.completeness as
select
    c.table_name,
    c.column_name,
    e.header as label,
    coalesce(i.importance, 'other') as importance,
    f.row_count,
    c.filled_count,
from mart.filled_counts as c
inner join mart.freshness as f on c.table_name = f.table_name
left join mart.important_columns as i on c.table_name = i.table_name and c.column_name = i.column_name
left join mart.extra_columns as e on c.table_name = e.table_name and c.column_name = e.column_name
order by c.table_name, c.column_name;
