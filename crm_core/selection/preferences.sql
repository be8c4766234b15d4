-- Preferences of customers as they were known on the as-of day; those without a date were always known.
select customer_key, preference_kind, preference, updated_on, is_special_need
from mart.preferences
where (updated_on is null or updated_on <= $as_of)
/* of customers */
