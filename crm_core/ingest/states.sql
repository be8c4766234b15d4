-- What the states of the file that is read next mean, for kind_of_state of values.sql.
set variable state_words = $$state_words;
set variable state_kinds = $$state_kinds;
set variable other_state = $$other_state
