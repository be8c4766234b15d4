-- The type of a column that no file brought: a type needs a value, also where the data have none.
create type mart.{type} as enum ('');
