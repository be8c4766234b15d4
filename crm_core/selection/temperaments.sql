-- What our people think of customers; it hangs on no day.
select t.*
from mart.temperaments as t
