-- Every customer with the own value of the chosen column, whether or not anything was bought.
select customer_key, {column} as dimension_value
from customers
