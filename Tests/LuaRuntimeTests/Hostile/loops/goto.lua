-- A loop without a loop statement.
-- expects: instructions

::again::
goto again
