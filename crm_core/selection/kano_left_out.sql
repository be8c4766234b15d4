-- Answers of the period of which one of the two is none of the five, in words or as a number.
select 'unreadable_kano' as reason, count(*) as row_count
from mart.kano_answers
where (surveyed_on is null or surveyed_on between $from and $to) and (functional is null or dysfunctional is null)
having count(*) > 0
