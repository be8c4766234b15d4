-- Customers by their keys in this version.
select unnest(cast($customer_keys as integer[])) as customer_key
