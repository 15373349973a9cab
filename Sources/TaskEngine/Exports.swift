// `import TaskEngine` is enough for an embedder: the words come with it.
@_exported public import TaskCore
