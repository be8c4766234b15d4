-- The usual days between two orders over all customers.
select typical_days from typical_gap
