/// Lua 5.4 text as a tree, with the place of each part and the variable that each name means.
///
/// Chains are flat: `a + b + c` and `a.b.c()` are lists, not nests. So the depth of a tree is bounded by the depth of
/// brackets and blocks, which Lua bounds too, and walking a tree cannot overflow the stack.
package enum LuaSyntax {
  /// A whole text.
  package struct Chunk: Sendable {
    package var body: Block
    /// Every local variable of the text; names refer to them by index.
    package var locals: [Local] = []
  }

  /// A local variable, or a parameter.
  package struct Local: Hashable, Sendable {
    package var name: String
    package var place: LuaPlace
  }

  /// Statements in a scope of their own.
  package struct Block: Sendable {
    package var statements: [Statement] = []
  }

  /// The use of a name.
  package struct Name: Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
      /// The local variable of this index.
      case local(Int)
      case global
      /// A field of a local variable called `_ENV`, of this index.
      case field(ofEnvironment: Int)
    }

    package var text: String
    package var place: LuaPlace
    package var meaning: Meaning
  }

  /// A function's parameters and body.
  package struct Function: Sendable {
    /// Indices of locals; of a method, `self` comes first.
    package var parameters: [Int]
    package var isVariadic: Bool
    package var body: Block
    /// Where `function` or the name before it stands.
    package var place: LuaPlace
  }

  package struct Statement: Sendable {
    package indirect enum Kind: Sendable {
      case local([Int], [Expression])
      case localFunction(Int, Function)
      /// `function a.b:c() end`: the name is a chain.
      case function(Expression, Function)
      case assignment([Expression], [Expression])
      case call(Expression)
      case block(Block)
      case `while`(Expression, Block)
      case `repeat`(Block, until: Expression)
      case `if`([(condition: Expression, body: Block)], else: Block?)
      case numericFor(Int, [Expression], Block)
      case genericFor([Int], [Expression], Block)
      case `return`([Expression])
      case `break`
      case goto(String)
      case label(String)
    }

    package var kind: Kind
    package var place: LuaPlace
  }

  package struct Expression: Sendable {
    package indirect enum Kind: Sendable {
      case `nil`
      case boolean(Bool)
      case integer(Int64)
      case number(Double)
      case string([UInt8])
      case variadic
      case name(Name)
      case function(Function)
      case table([TableItem])
      case parenthesized(Expression)
      /// What follows a name, a call or a parenthesis, from left to right.
      case chain(Expression, [Suffix])
      /// An operator before its operand.
      case unary(String, Expression)
      /// Operators of rising or equal strength, applied from left to right.
      case operation(Expression, [(sign: String, operand: Expression)])
    }

    package var kind: Kind
    package var place: LuaPlace
  }

  /// One step of a chain.
  package struct Suffix: Sendable {
    package indirect enum Kind: Sendable {
      case field(String)
      case index(Expression)
      case call([Expression])
      case method(String, [Expression])
    }

    package var kind: Kind
    /// Where the field's name, the bracket or the parenthesis stands.
    package var place: LuaPlace
  }

  /// One item of a table constructor.
  package struct TableItem: Sendable {
    package indirect enum Key: Sendable {
      case none
      case name(String)
      case expression(Expression)
    }

    package var key: Key
    package var value: Expression
    package var place: LuaPlace
  }
}

extension LuaSyntax.TableItem {
  /// The key, if it is a name or a string that is written out.
  package var name: String? {
    switch key {
    case .name(let name): name
    case .expression(let expression): expression.text
    case .none: nil
    }
  }
}

extension LuaSyntax.Expression {
  /// The text of a string that is written out.
  package var text: String? {
    switch kind {
    case .string(let bytes): String(decoding: bytes, as: UTF8.self)
    case .parenthesized(let inner): inner.text
    default: nil
    }
  }
}
