-- The lines that the engine could not split into the header's cells: one entry per line.
select
    line_byte_position - 1 as position,
    any_value(csv_line) as line,
    min(case error_type
        when 'MISSING COLUMNS' then 'too_few_columns'
        when 'TOO MANY COLUMNS' then 'too_many_columns'
        else 'unreadable_line' end) as code
from reject_errors
group by line_byte_position
order by position
