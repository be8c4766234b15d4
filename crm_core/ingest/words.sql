-- The words by which values.sql knows scores and attributes.
set variable grade_words = $$grade_words;
set variable grade_scores = $$grade_scores;
set variable no_answer_words = $$no_answer_words;
set variable attribute_words = $$attribute_words;
set variable attribute_names = $$attribute_names
