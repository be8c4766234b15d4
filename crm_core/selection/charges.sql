-- What is billed and is no product: by which column a line of it is told, the value there, and its name.
select dimension, value, name
from mart.charges
