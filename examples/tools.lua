-- Tools that are real commands. Each {name} is replaced, whole, by that input; no shell reads it.

tools.define("list", {
  description = "Lists the folder {path}.",
  run = { "ls", "-la", "--", "{path}" },
  read_only = true,
})

tools.define("search", {
  description = "Searches files below {path} for the text {pattern}.",
  run = { "grep", "-rnF", "-e", "{pattern}", "--", "{path}" },
  read_only = true,
})
