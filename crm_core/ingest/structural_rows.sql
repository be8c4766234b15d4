-- The lines that the engine could not split into the header's cells: one entry per line. A line marked with
-- U+FDD0 could not be decoded in the encoding that the reader chose: it is one quoted cell, see chosen.py.
select
    position,
    case when is_undecodable then replace(substr(line, 3, length(line) - 3), '""', '"') else line end as line,
    case when is_undecodable then 'undecodable' else code end as code
from (
    select
        position, line, code,
        starts_with(line, '"' || chr(64976)) as is_undecodable
    from (
        select
            line_byte_position - 1 as position,
            any_value(trim(csv_line, chr(10) || chr(13))) as line,
            min(case error_type
                when 'MISSING COLUMNS' then 'too_few_columns'
                when 'TOO MANY COLUMNS' then 'too_many_columns'
                else 'unreadable_line' end) as code
        from reject_errors
        group by line_byte_position
    )
)
order by position
