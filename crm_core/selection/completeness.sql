-- How far the columns of the data are filled, whatever days and filters are chosen.
select table_name, column_name, importance, row_count, filled_count
from mart.completeness
