-- needs: attribute_answers, survey_weights
-- The weights of the attributes asked about, as shares that add up to 1: those that the reader gives, all of them, else
-- the file's. NULL for an attribute without a weight or with one below zero: it takes no part in a weighted score.
select
    a.attribute,
    case when w.weight >= 0 then w.weight end
        / nullif(sum(case when w.weight >= 0 then w.weight end) over (), 0) as weight_share,
from (select distinct attribute from attribute_answers) as a
left join (
    select split_part(item, ':', 1) as attribute, cast(split_part(item, ':', 2) as double) as weight
    from (select unnest(cast($weights as varchar[])) as item) as given
    union all
    select attribute, cast(weight as double) as weight
    from survey_weights
    where len(cast($weights as varchar[])) = 0
) as w on a.attribute = w.attribute
