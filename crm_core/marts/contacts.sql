-- One row per contact person; phone and e-mail stay in the store.
create table mart.contacts as
select
    k.customer_key,
    c.contact_id,
    c.contact_name,
    c.contact_title,
    coalesce(w.code, c.contact_role) as contact_role,
    c.left_on,
from source.contacts as c
inner join customer_keys as k on c.customer_id = k.customer_id
left join mart.relation_words as w on w.kind = 'role' and lower(trim(c.contact_role)) = w.word
order by k.customer_key, c.contact_id;
