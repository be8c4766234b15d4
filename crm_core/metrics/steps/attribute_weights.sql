-- needs: attribute_answers, survey_weights
-- The weights of the attributes asked about, as shares that add up to 1; NULL for one that has no weight.
select
    a.attribute,
    cast(w.weight as double) / nullif(cast(sum(w.weight) over () as double), 0) as weight_share,
from (select distinct attribute from attribute_answers) as a
left join survey_weights as w on a.attribute = w.attribute
