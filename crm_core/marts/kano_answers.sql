-- One row per answer to both questions about a feature (T-kano_answers). Words become the five answers of the method;
-- numbers stay as they are, since files count from either end; what is neither is unknown.
create temp macro kano_answer(said) as case
    when regexp_full_match(trim(said), '[1-5](\.0+)?分?') then substr(trim(said), 1, 1)
    when regexp_matches(lower(said), '不喜欢|讨厌|dislike|not like|n.?t like') then 'dislike'
    when regexp_matches(lower(said), '忍受|接受|live with|tolerate') then 'live'
    when regexp_matches(lower(said), '无所谓|不在乎|中立|neutral|indifferent') then 'neutral'
    when regexp_matches(lower(said), '理所当然|理应|应该|必须|must|expect') then 'must'
    when regexp_matches(lower(said), '喜欢|like') then 'like'
end;

create table mart.kano_answers as
select
    k.customer_key,
    a.surveyed_on,
    a.feature,
    kano_answer(a.functional) as functional,
    kano_answer(a.dysfunctional) as dysfunctional,
from source.kano_answers as a
left join customer_keys as k on a.customer_id = k.customer_id
where a.feature is not null
order by a.feature, a.surveyed_on;
