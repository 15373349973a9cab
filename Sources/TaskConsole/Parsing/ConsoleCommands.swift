extension CommandTable {
  /// The console's commands.
  package static let console = CommandTable([
    ConsoleCommand(
      "help",
      "[COMMAND]",
      "this list, or more about a command",
      examples: [":help start"]
    ),
    ConsoleCommand(
      "start",
      "TOOL [ARGUMENT…]",
      "start a task",
      details: """
        ARGUMENT is the input as JSON, key=text for a string in it, key:=json for any
        other value, @turn=ID or @session=ID. Words are quoted as in sh; the JSON
        needs no quotes around it.
        """,
      examples: [
        #":start shell command="make -j2"           -- a string with a space"#,
        #":start build {"target": "app", "n": 2}    -- the input as JSON"#,
        #":start sleep seconds:=30 @turn=t2         -- a number, in another turn"#,
      ]
    ),
    ConsoleCommand(
      "tasks",
      "",
      "tasks that run, wait, or ended lately",
      details: """
        With when each will be detached, its place in the queue, and what it printed
        last.
        """,
      examples: [":tasks"]
    ),
    ConsoleCommand(
      "wait",
      "[TASK|idle]",
      "wait for the turn, a task, or all tasks",
      details: "Ctrl-C ends the wait; the tasks go on.",
      examples: [
        ":wait         -- until nothing holds the turn open",
        ":wait 7       -- until task-7 has ended",
        ":wait idle    -- until nothing is queued or running",
      ]
    ),
    ConsoleCommand(
      "output",
      "[-f] TASK [OFFSET]",
      "what a task has printed so far, or its result",
      details: """
        A terminal gets a long output in pieces; OFFSET is the byte to begin with. With
        -f, what it prints from now on too, line by line, to its end. Ctrl-C ends that,
        not the task.
        """,
      examples: [":output 7", ":output 7 16384", ":output -f task-7"]
    ),
    ConsoleCommand(
      "cancel",
      "TASK…",
      "stop tasks",
      examples: [":cancel 7", ":cancel 7 8 9"]
    ),
    ConsoleCommand(
      "detach",
      "TASK…",
      "move foreground tasks to the background",
      examples: [":detach 7"]
    ),
    ConsoleCommand(
      "approve",
      "TASK [TURN]",
      "let a task that asks for approval run",
      listedWith: ("deny", "TASK", "decide on a task that asks for approval"),
      examples: [":approve 7", ":approve 7 t2    -- as part of turn t2"]
    ),
    ConsoleCommand(
      "deny",
      "TASK [REASON…]",
      "refuse a task that asks for approval",
      examples: [":deny 7 not on this machine"]
    ),
    ConsoleCommand(
      "explain",
      "TASK",
      "why a task was routed and delivered as it was",
      examples: [":explain 7"]
    ),
    ConsoleCommand(
      "session",
      "[SESSION]",
      "show the current session, or go to another",
      examples: [":session", ":session reviewer"]
    ),
    ConsoleCommand(
      "turn",
      "[TURN]",
      "show the current turn, or go to another",
      examples: [":turn", ":turn t2"]
    ),
    ConsoleCommand(
      "interrupt",
      "[TURN]",
      "cancel the foreground tasks of a turn",
      examples: [":interrupt", ":interrupt t2"]
    ),
    ConsoleCommand(
      "updates",
      "",
      "take the results that wait for the loop",
      listedWith: ("drain", "", "take results that wait: the loop's, or by hand"),
      examples: [":updates"]
    ),
    ConsoleCommand(
      "drain",
      "",
      "take the results that are delivered by hand",
      examples: [":drain"]
    ),
    ConsoleCommand(
      "events",
      "[off|on|all|TASK…]",
      "events so far, or which are shown as they come",
      details: """
        With off, on or all: which are shown as they come; all has progress and output
        too. Without: the events so far. Tasks, tool=NAME and kind=KIND choose among
        them. In a burst only some are shown, and how many more there were.
        """,
      examples: [
        ":events 7                -- those of task-7 so far",
        ":events on tool=shell    -- show those of one tool from now on",
        ":events all kind=background",
      ]
    ),
    ConsoleCommand(
      "policy",
      "[load FILE|reload|edit|show]",
      "show, load or edit the policy",
      details: """
        A loaded policy is also reloaded whenever its file is saved. edit opens the file
        in $VISUAL, $EDITOR or vi; show tells which functions it defines, and where. In
        Lua, policy.define(source) tries a policy without a file.
        """,
      examples: [":policy show", ":policy load examples/policies/default.lua", ":policy edit"]
    ),
    ConsoleCommand(
      "route",
      "TOOL [ARGUMENT…]",
      "what the policy says of a call, without starting it",
      details: "Arguments are those of ':start'.",
      examples: [#":route build {"target": "app"}"#]
    ),
    ConsoleCommand(
      "tools",
      "[TOOL]",
      "the tools there are, or more about one",
      examples: [":tools", ":tools shell"]
    ),
    ConsoleCommand(
      "load",
      "FILE",
      "run a Lua file",
      examples: [":load examples/tools.lua"]
    ),
    ConsoleCommand(
      "save",
      "[--force] FILE",
      "save the session as a scenario",
      details: """
        The scenario loads the same policy, makes the same calls at the same moments,
        and checks what came of them: routes, kinds, when each was detached, events, and
        where its answer went. Commands are replaced by simulated tools that do what
        they did here. --force replaces a file that is there already.
        """,
      examples: [":save slow.scenario.lua", ":save --force slow.scenario.lua"]
    ),
    ConsoleCommand(
      "stats",
      "[LABEL]",
      "counts and times, per label",
      examples: [":stats", ":stats build"]
    ),
    ConsoleCommand(
      "timeline",
      "[FILE.svg]",
      "the session's tasks as a chart, here or as a picture",
      details: """
        Each task is a bar: '.' while it is queued, '#' in the foreground, '=' in the
        background, '?' while it awaits approval.
        """,
      examples: [":timeline", ":timeline session.svg"]
    ),
    ConsoleCommand(
      "quit",
      "",
      "cancel what runs and leave",
      examples: [":quit"]
    ),
  ])
}
