-- One row per attribute that has a weight: the last imported, whatever else it was given for.
create table mart.survey_weights as
select attribute, arg_max(weight, batch_id) as weight
from source.survey_weights
where survey_id is null and product_id is null
group by attribute
order by attribute;
