
-- Everyone whom the choice of customers leaves out; who is unknown in what was chosen by is left out by it.
and not coalesce(true
/* chosen */
, false)
