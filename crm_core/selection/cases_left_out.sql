-- Cases of the period that answers about complaints do not count, or count only in part.
select *
from (
    select 'no_complaint' as reason, count(*) as row_count
    from mart.cases
    where opened_on between $from and $to and not is_complaint
    union all
    select 'case_without_customer' as reason, count(*) as row_count
    from mart.cases
    where opened_on between $from and $to and is_complaint and customer_key is null
    union all
    select 'misdated_case' as reason, count(*) as row_count
    from mart.cases
    where opened_on between $from and $to and is_complaint and is_misdated
    union all
    select 'undated_case' as reason, count(*) as row_count
    from mart.cases
    where opened_on between $from and $to and is_complaint and ending = 'undated'
    union all
    select 'untold_case' as reason, count(*) as row_count
    from mart.cases
    where opened_on between $from and $to and is_complaint and ending = 'untold'
)
where row_count > 0
order by reason
