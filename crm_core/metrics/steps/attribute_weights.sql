-- needs: attribute_answers, survey_weights, given_weights
-- The weights of the attributes asked about, as shares that add up to 1: those that the reader gives, all of them, else
-- the file's. NULL for an attribute without a weight or with one below zero: it takes no part in a weighted score.
select
    a.attribute,
    case when w.weight >= 0 then w.weight end
        / nullif(sum(case when w.weight >= 0 then w.weight end) over (partition by true), 0) as weight_share,
from (select distinct attribute from attribute_answers) as a
left join (
    select attribute, weight from given_weights
    union all
    select attribute, cast(weight as double) as weight
    from survey_weights
    where not exists (select 1 from given_weights)
) as w on a.attribute = w.attribute
