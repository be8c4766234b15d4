-- needs: complaints, solutions
-- default: by = cause
-- Every complaint with what it is told by: its cause, or another of its columns. A solution is told by its title where the
-- list of solutions knows it, else by its number.
select
    case $by
        when 'category' then c.category
        when 'department' then c.department
        when 'channel' then c.channel
        when 'product' then c.product_id
        when 'need' then c.need
        when 'motive' then c.motive
        when 'compensation' then c.compensation_kind
        when 'solution' then coalesce(s.title, c.solution_id)
        else c.cause
    end as value,
    c.*,
from complaints as c
left join solutions as s on $by = 'solution' and c.solution_id = s.solution_id
