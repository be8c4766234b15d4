-- One row per preference of a customer (T-preferences), written once however often it was noted. A blank kind is unknown.
create table mart.preferences as
select
    k.customer_key,
    p.preference_kind,
    p.preference,
    cast(max(p.updated_at) as date) as updated_on,
    coalesce(bool_or(p.is_special_need), false) as is_special_need,
from source.preferences as p
inner join customer_keys as k on p.customer_id = k.customer_id
where p.preference is not null
group by k.customer_key, p.preference_kind, p.preference
order by k.customer_key, p.preference_kind, p.preference;
