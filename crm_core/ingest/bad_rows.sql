-- The rows that load_rows left out, with their place n among the rows that the engine could split.
create or replace temp table bad_rows as
select
    n,
    case
        when ${is_blank} then 'blank'
        when ${is_total} then 'total'
        when ${is_header} then 'header'
        else 'rejected'
    end as kind,
    [${raw_cells}] as cells,
    list_filter([${causes}], lambda cause: cause is not null) as causes
from (select row_number() over () as n, ${cells}, ${typed} from ${source})
where not coalesce(${is_good}, false)
