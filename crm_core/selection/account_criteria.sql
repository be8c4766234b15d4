-- What customers look at when they choose a supplier, before any normalisation.
select customer_key, criterion, weight, own_strength
from mart.account_criteria
where weight is not null
/* of customers */
