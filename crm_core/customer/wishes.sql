-- What a customer likes and needs, special needs first, then what was noted last.
select preference_kind, preference, is_special_need
from mart.preferences
where customer_key = $customer_key and (updated_on is null or updated_on <= $as_of)
order by is_special_need desc, updated_on desc nulls last, preference_kind, preference
