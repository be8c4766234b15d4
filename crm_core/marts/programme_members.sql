-- One row per customer and programme (T-programme_members). Customers that were merged are one: in from the first day,
-- out on the last one where all of them left.
create table mart.programme_members as
select
    p.programme,
    k.customer_key,
    min(p.enrolled_on) as enrolled_on,
    case when count(p.left_on) = count(*) then max(p.left_on) end as left_on,
from source.programme_members as p
inner join customer_keys as k on p.customer_id = k.customer_id
where p.programme is not null and p.enrolled_on is not null
group by p.programme, k.customer_key
order by p.programme, k.customer_key;
