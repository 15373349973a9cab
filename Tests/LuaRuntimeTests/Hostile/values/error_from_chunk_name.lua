-- A chunk whose name is text of formats and line ends.
-- expects: error

load('error(1)', '@%s%n\n' .. ('x'):rep(1000))()
