/// What a ``RoutingDecision`` says besides the kind.
package struct RoutingOptions: Hashable, Sendable {
  package var detachAfter: Duration?
  package var deadline: Duration?
  package var queueDeadline: Duration?
  package var concurrency: [String: Int] = [:]
  package var priority = 0
  package var label: String?
  package var reason: String?

  /// Says nothing.
  package init() {}
}
