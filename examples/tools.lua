-- Tools of three kinds. Each says what its input must look like; no other input reaches it.

-- A command: each {name} is replaced, whole, by that input, and no shell reads it.
tools.define("list", {
  description = "Lists the folder {path}.",
  input = { path = "string" },
  run = { "ls", "-la", "--", "{path}" },
  read_only = true,
})

tools.define("search", {
  description = "Searches files below {path} for the text {pattern}.",
  input = { pattern = { type = "string", minLength = 1 }, path = "string" },
  run = { "grep", "-rnF", "-e", "{pattern}", "--", "{path}" },
  read_only = true,
  deadline = 60,
})

-- A function: it may wait, tell how far it is, and call other tools.
tools.define("search_all", {
  description = "Searches files below each of {paths} for the text {pattern}.",
  input = {
    type = "object",
    properties = {
      pattern = { type = "string", minLength = 1 },
      paths = { type = "array", items = { type = "string" }, minItems = 1, maxItems = 20 },
    },
    required = { "pattern", "paths" },
    additionalProperties = false,
  },
  read_only = true,
  run = function(input, context)
    local found = {}
    for index, path in ipairs(input.paths) do
      context.progress(index .. " of " .. #input.paths .. ": " .. path)
      local result = context.call("search", { pattern = input.pattern, path = path })
      -- grep's exit code 1 says that it found nothing.
      if not result.is_error then
        found[path] = result.output
      elseif result.metadata.exit_code ~= 1 then
        error(path .. ": " .. result.output, 0)
      end
    end
    return found
  end,
})
