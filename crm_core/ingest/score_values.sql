-- The different values of the columns of scores, in one pass: the number or the score that a word stands for, and how
-- many cells hold it; yes and no; cells that are missing or no answer are left out, those that are nothing of this have no value.
select place, n, grade, yes, min(case when n is null then cell end) as word, cast(sum(cell_count) as bigint) as cell_count
from (
    select place, cell, cell_count, coalesce(price_of(cell, 'point'), price_of(cell, 'comma')) as n, grade_of(cell) as grade,
        case when grade_of(cell) is null then boolean_of(cell) end as yes
    from (
        select place, cell, count(*) as cell_count
        from (select unnest([${cells}], recursive := true) from ${source})
        group by place, cell
    )
    where not is_no_answer(cell) and not ${is_mark}
)
group by place, n, grade, yes, case when grade is not null or yes is not null then word_of(cell) end
order by place, n, grade desc, yes desc, word
