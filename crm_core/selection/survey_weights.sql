-- How much each attribute counts, before any normalisation.
select attribute, weight
from mart.survey_weights
