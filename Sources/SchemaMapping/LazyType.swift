import Synchronization

/// A type of the schema that is made when it is first asked for. Loops that ask at once each make one, and the first is
/// kept; from then on asking takes one atomic load and no lock.
final class LazyType: Sendable {
    private enum Source {
        case shared
        case entity(Int, EntityTypeKind)
    }

    let name: String
    let kind: TypeDefinition.Kind
    private let source: Source
    /// Holds a reference. An `AtomicLazyReference` looks for its own generic type whenever it is asked, which takes longer
    /// than all the rest.
    private let made: Atomic<Unmanaged<MadeType>?>

    /// One that no entity brings: it is made already.
    init(_ definition: TypeDefinition) {
        name = definition.name
        kind = definition.kind
        source = .shared
        made = Atomic(.passRetained(MadeType(definition)))
    }

    /// - Parameter position: of the entity in the model.
    init(_ name: String, _ type: EntityTypeKind, ofEntity position: Int) {
        self.name = name
        kind = type.typeKind
        source = .entity(position, type)
        made = Atomic(nil)
    }

    deinit { made.load(ordering: .acquiring)?.release() }

    func made(_ entities: EntityIndex) -> MadeType { kept ?? keep(MadeType(make(entities))) }

    /// The same without keeping what is made: for whoever goes through all types, as introspection does.
    func passing(_ entities: EntityIndex) -> TypeDefinition { kept?.definition ?? make(entities) }

    private var kept: MadeType? { made.load(ordering: .acquiring)?.takeUnretainedValue() }

    /// The first one that was kept.
    private func keep(_ new: MadeType) -> MadeType {
        let own = Unmanaged.passRetained(new)
        let (isFirst, earlier) = made.compareExchange(expected: nil, desired: own, ordering: .acquiringAndReleasing)
        guard !isFirst, let earlier else { return new }
        own.release()
        return earlier.takeUnretainedValue()
    }

    private func make(_ entities: EntityIndex) -> TypeDefinition {
        guard case .entity(let position, let type) = source else {
            preconditionFailure("\(name) is made from the start")
        }
        return type.make(entities.model.entities[position], entities)
    }
}

/// A type's definition, and in it what requests look for.
final class MadeType: Sendable {
    let definition: TypeDefinition
    let object: ObjectDefinition?
    /// An object or an interface.
    let composite: ObjectDefinition?
    let inputObject: InputObjectDefinition?

    init(_ definition: TypeDefinition) {
        self.definition = definition
        object = if case .object(let object) = definition { object } else { nil }
        inputObject = if case .inputObject(let object) = definition { object } else { nil }
        composite = if case .interface(let interface) = definition { interface } else { object }
    }
}
