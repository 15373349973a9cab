/// A kind of host object: how Lua reads its fields and calls its methods. Lua cannot assign to its objects.
package struct LuaObjectType: Sendable {
  /// What messages call its objects.
  package let name: String
  /// The names of the fields, in the order of `pairs`.
  package let fields: [String]
  /// Fields that the facts of a call tell, where it has some, and as which of them.
  package let told: [String: Int]
  /// Fields that are objects of other types, with the same handle.
  package let parts: [String: ObjectTypeID]
  /// Called as `object:name(…)`; the object is the first argument.
  package let methods: LuaCallbackTable
  /// Reads a field that is neither, by handle and index into `fields`. A table is kept until the entry ends, so that
  /// reads within one call give the same table.
  package let get: @Sendable (_ handle: Int64, _ field: Int) throws -> LuaValue
  /// What `tostring` shows.
  package let describe: @Sendable (_ handle: Int64) -> String
  /// Identifies the type among all types.
  package let id: ObjectTypeID

  /// Makes a type. Each type made is another, whatever its name.
  package init(
    name: String,
    fields: [String],
    told: [String: Int] = [:],
    parts: [String: ObjectTypeID] = [:],
    methods: LuaCallbackTable = [],
    get: @escaping @Sendable (_ handle: Int64, _ field: Int) throws -> LuaValue,
    describe: @escaping @Sendable (_ handle: Int64) -> String
  ) {
    self.name = name
    self.fields = fields
    self.told = told
    self.parts = parts
    self.methods = methods
    self.get = get
    self.describe = describe
    id = ObjectTypeID(name: name)
  }

  /// The object of this type with a handle.
  package func object(_ handle: Int64) -> LuaObject { LuaObject(type: id, handle: handle) }
}

/// A type's identity. A class, so that each type made is another.
package final class ObjectTypeID: Sendable, Hashable {
  /// The type's name.
  package let name: String

  init(name: String) { self.name = name }

  /// The same type.
  package static func == (a: ObjectTypeID, b: ObjectTypeID) -> Bool { a === b }
  /// Hashes the identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A host object: in Lua, a value with lazily read fields. Those with the same type and handle are equal.
package struct LuaObject: Sendable, Hashable {
  /// Which type it has.
  package let type: ObjectTypeID
  /// Which of the type's objects it is, as the host numbers them.
  package let handle: Int64
}
