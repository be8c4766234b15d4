-- How the numbers of some columns are written, in one pass: clear by themselves with a point or a comma before the
-- decimals, or with one mark and three digits behind it, which may be thousands.
select
    place,
    count(*) filter (where regexp_matches(s, '(^|[^\d.,])(\d+\.(\d{0,2}|\d{4,})|(0\d*|\d{4,})\.\d{3}|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})(\z|[^\d.,])'))
        as point_count,
    count(*) filter (where regexp_matches(s, '(^|[^\d.,])(\d+,(\d{1,2}|\d{4,})|(0\d*|\d{4,}),\d{3}|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})(\z|[^\d.,])'))
        as comma_count,
    count(*) filter (where regexp_matches(s, '(^|[^\d.,])[1-9]\d{0,2}\.\d{3}(\z|[^\d.,])')) as dots_count,
    count(*) filter (where regexp_matches(s, '(^|[^\d.,])[1-9]\d{0,2},\d{3}(\z|[^\d.,])')) as commas_count,
    min(regexp_extract(s, '(?:^|[^\d.,])([1-9]\d{0,2}[.,]\d{3})(?:\z|[^\d.,])', 1)) filter (
        where regexp_matches(s, '(^|[^\d.,])[1-9]\d{0,2}[.,]\d{3}(\z|[^\d.,])')) as example
from (
    select place, folded(cell) as s
    from (select unnest([${cells}], recursive := true) from ${source})
    where regexp_matches(cell, '[.,．，]')
)
group by place
order by place
