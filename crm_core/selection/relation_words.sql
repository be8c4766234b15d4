-- The words by which files name rungs of the ladder and roles in a decision.
select kind, word, code
from mart.relation_words
