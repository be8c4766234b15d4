-- Costs of single customers in the period.
select customer_key, incurred_on, cost_kind, cost_amount
from mart.customer_costs
where incurred_on between $from and $to
    and customer_key is not null
/* of customers */
