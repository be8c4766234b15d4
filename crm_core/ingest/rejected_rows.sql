-- One row per cell that cannot be read, with the whole row beside it.
insert into rejected
select
    $$batch_id,
    $$file,
    p.row_number,
    case when cause.at is null then null else $$headers[cause.at + 1] end,
    case when cause.at is null then null else b.cells[cause.at + 1] end,
    cause.code,
    to_json(list_transform(range(1, len(b.cells) + 1), lambda i: [$$headers[i], b.cells[i]]))::varchar
from (
    select n, cells, unnest(case when kind = 'header' then [{'at': null, 'code': 'repeated_header'}] else causes end) as cause
    from bad_rows where kind in ('header', 'rejected')
) as b
join row_places as p on p.n = b.n
order by p.row_number, cause.at
