/// Walks every state of a scope, breadth first, so that what leads to a violation is as short as it can be.
struct Enumeration {
  let scope: Scope
  private(set) var states = 0
  private(set) var transitions = 0
  private(set) var refusals = 0
  private(set) var coverage = Coverage()

  init(_ scope: Scope) { self.scope = scope }

  mutating func run() throws(Violation) {
    var frontier = [(world: World(scope), state: 0)]
    var seen: Set<StateKey> = [StateKey(frontier[0].world, in: scope)]
    var origins: [(state: Int, input: Input?)] = [(0, nil)]
    while !frontier.isEmpty {
      var next: [(world: World, state: Int)] = []
      for (world, state) in frontier {
        for input in world.inputs(in: scope) {
          var world = world
          do throws(Violation) {
            guard try world.apply(input, noting: &coverage) else {
              refusals += 1
              continue
            }
          } catch {
            throw Violation("\(error)\n\(Self.trace(to: state, origins) + [input])")
          }
          transitions += 1
          guard seen.insert(StateKey(world, in: scope)).inserted else { continue }
          next.append((world, origins.count))
          origins.append((state, input))
        }
      }
      frontier = next
    }
    states = origins.count
  }

  /// The inputs that led to a state.
  private static func trace(to state: Int, _ origins: [(state: Int, input: Input?)]) -> [Input] {
    var inputs: [Input] = []
    var state = state
    while let input = origins[state].input {
      inputs.append(input)
      state = origins[state].state
    }
    return inputs.reversed()
  }
}

extension Enumeration: CustomStringConvertible {
  var description: String {
    "\(scope.name): \(states) states, \(transitions) transitions, \(refusals) refused inputs"
  }
}
