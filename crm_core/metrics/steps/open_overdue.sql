-- Every open complaint with the days past its due day; a case without one is due $promise days after it came.
-- The level (M-74): the team from the first day on, its manager from the third, the management from the seventh.
-- needs: open_complaints
select
    *,
    case
        when overdue_days >= 7 then 'management'
        when overdue_days >= 3 then 'manager'
        when overdue_days >= 1 then 'team'
        else 'in_time'
    end as level,
from (
    select
        *,
        date_diff('day', opened_on, least($to, $as_of)) as open_days,
        date_diff('day', due_on, least($to, $as_of)) as overdue_days,
    from (
        select
            *,
            coalesce(
                cast(due_at as date),
                opened_on + case $promise when 'd1' then 1 when 'd7' then 7 else 3 end
            ) as due_on,
        from open_complaints
    )
)
