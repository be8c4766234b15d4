-- Stands in the place of the step of this name: the gap of all customers, where only one is looked at.
select cast($typical_days as double) as typical_days
