-- One dimension; the label of an extra column is the header that it came with.
-- Names come as quoted identifiers; as values they lose their quotes.
insert into mart.dimensions
select
    named.table_name,
    named.column_name,
    e.header,
    {count},
from (select trim('{table}', '"') as table_name, trim('{column}', '"') as column_name) as named
left join mart.extra_columns as e
    on named.table_name = e.table_name and named.column_name = e.column_name;
