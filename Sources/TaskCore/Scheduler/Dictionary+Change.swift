extension Dictionary {
  /// Changes the value of `key` where it lies; `nil` if there is none. What `self[key]?.change()` does costs three
  /// allocations, which counts on the path of every call.
  @discardableResult
  mutating func change<Result>(_ key: Key, _ body: (inout Value) -> Result) -> Result? {
    guard let index = index(forKey: key) else { return nil }
    return body(&values[index])
  }

  /// Changes the value of `key` where it lies, making it first if there is none.
  mutating func change<Result>(
    _ key: Key,
    orMake fresh: @autoclosure () -> Value,
    _ body: (inout Value) -> Result
  ) -> Result {
    if let index = index(forKey: key) { return body(&values[index]) }
    var value = fresh()
    defer { self[key] = value }
    return body(&value)
  }
}
