import TaskEngine

extension Duration {
  /// In seconds, without needless digits: `5 s`, `0.25 s`.
  package var asSeconds: String {
    let value = inSeconds
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value)) s" : "\(value) s"
  }
}
