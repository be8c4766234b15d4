-- All costs of customers in the period; customer_key is NULL for those of no single customer, which count where all do.
select customer_key, incurred_on, cost_kind, cost_amount
from mart.customer_costs
where incurred_on between $from and $to
/* of customers */
