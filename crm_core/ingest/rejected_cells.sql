-- Per file and column, the cells that could not be read: how many, and the first few different ones.
select batch_id, column_name, sum(cells), list(value order by first_row)[1:3]
from (
    select batch_id, column_name, value, count(*) as cells, min(row_number) as first_row
    from rejected
    where column_name is not null
    group by batch_id, column_name, value
)
group by batch_id, column_name
