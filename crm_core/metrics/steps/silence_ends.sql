-- What became of every silence whose outcome is known by now: how far it went (bands of usual gaps: 0 = under one, 1 =
-- under 1.5, 2 = under 2, 3 = under 3, 4 = beyond) and whether it was the end.
-- kept: five rows, out of every order there is
-- needs: purchases
select
    case
        when next_on is null or lost_on < next_on then 4
        when date_diff('day', order_on, next_on) < usual_days then 0
        when date_diff('day', order_on, next_on) < 1.5 * usual_days then 1
        when date_diff('day', order_on, next_on) < 2 * usual_days then 2
        when date_diff('day', order_on, next_on) < 3 * usual_days then 3
        else 4
    end as band,
    count(*) as silences,
    count(case when next_on is null or lost_on < next_on then 1 end) as lost,
from purchases
where lost_on <= least($to, $as_of)
group by 1
