import SQLText

/// One change to one object.
package enum Change: Hashable, Sendable {
    case create(InstallObject)
    case replace(InstallObject, InstalledObject)
    case drop(InstalledObject)
    /// Takes its stray grants back.
    case revoke(InstalledObject)

    package var identity: ObjectIdentity {
        switch self {
        case .create(let object), .replace(let object, _): object.identity
        case .drop(let object), .revoke(let object): object.identity
        }
    }

    /// The user's relation that it concerns, as SQL writes it.
    package var relation: String? {
        switch self {
        case .create(let object), .replace(let object, _): object.relation?.description
        case .drop(let object), .revoke(let object): object.relation
        }
    }

    package var isOfCompanion: Bool {
        switch self {
        case .create(let object), .replace(let object, _): object.isOfCompanion
        case .drop(let object), .revoke(let object): object.isOfCompanion
        }
    }
}

/// The changes that one transaction makes: those of one relation of the user, or those that touch none.
package struct ChangeGroup: Hashable, Sendable {
    package var relation: String?
    package var changes: [Change]
}

/// What turns the installed objects into the wanted ones. An object that cannot be replaced in place is dropped, after
/// everything that depends on it, and made again. What somebody dropped or changed by hand is made as it is wanted.
/// The companion changes before everything else, since every script calls its functions in their newest form, and loses
/// functions after everything else, since installed objects may be dropped by calling them.
/// - Parameter installed: in the order in which they were made.
package func difference(wanted: [InstallObject], installed: [InstalledObject]) -> [ChangeGroup] {
    let before = Dictionary(uniqueKeysWithValues: installed.map { ($0.identity, $0) })
    let after = Dictionary(uniqueKeysWithValues: wanted.map { ($0.identity, $0) })
    let dropped = objectsToDrop(after: after, installed: installed)

    var groups: [ChangeGroup] = []
    func append(_ change: Change) {
        let goesOn = groups.last.map { group in
            group.relation == change.relation && (!change.isOfCompanion || group.changes.allSatisfy(\.isOfCompanion))
        }
        if goesOn == true {
            groups[groups.count - 1].changes.append(change)
        } else {
            groups.append(ChangeGroup(relation: change.relation, changes: [change]))
        }
    }

    // The drops of a relation wait for the step that makes its objects again, unless another relation is involved.
    var inPlace: [String: [InstalledObject]] = [:]
    var first: [InstalledObject] = []
    var last: [InstalledObject] = []
    let entangled = relationsThatDependOnEachOther(dropped, installed)
    for object in installed.reversed() where dropped.contains(object.identity) {
        guard let relation = object.relation else {
            last.append(object)
            continue
        }
        if !entangled.contains(relation), wanted.contains(where: { $0.relation?.description == relation }) {
            inPlace[relation, default: []].append(object)
        } else {
            first.append(object)
        }
    }
    func make(_ object: InstallObject) {
        if let relation = object.relation?.description, let drops = inPlace.removeValue(forKey: relation) {
            for drop in drops { append(.drop(drop)) }
        }
        guard let old = before[object.identity], !dropped.contains(object.identity) else {
            // What stands on no relation is dropped right before it is made again, else after everything else.
            if let index = last.firstIndex(where: { $0.identity == object.identity }) {
                append(.drop(last.remove(at: index)))
            }
            append(.create(withGrants(of: before[object.identity], object, installed: installed)))
            return
        }
        if isOtherwise(old, object) { append(.replace(object, old)) }
        if !old.strayGrants.isEmpty { append(.revoke(old)) }
    }
    for object in wanted where object.isOfCompanion { make(object) }
    for object in first { append(.drop(object)) }
    for object in wanted where !object.isOfCompanion { make(object) }
    for object in last where !object.isOfCompanion { append(.drop(object)) }
    for object in last where object.isOfCompanion { append(.drop(object)) }
    return groups
}

/// Whether an object is there and not as it is wanted: the text is another one, or somebody changed it by hand.
private func isOtherwise(_ installed: InstalledObject, _ wanted: InstallObject) -> Bool {
    installed.identity.kind.renewal != .never
        && (installed.textHash != wanted.textHash || installed.condition != .asMade)
}

/// What is missing here is there in another database of the same chain: a replacement does for both.
private func isReplaceable(_ installed: InstalledObject, by wanted: InstallObject) -> Bool {
    switch wanted.identity.kind.renewal {
    case .replacedInPlace:
        let shape = if case .changed(let shape, _) = installed.condition { shape } else { installed.shape }
        return wanted.shape == shape
    case .madeOnceMore: return installed.textHash == wanted.textHash
    case .never: return false
    }
}

/// Everything unwanted, everything that changes and cannot be replaced in place, and all that depends on these. The
/// companion's own tables only ever grow: their steps are neither changed nor dropped by a plan.
private func objectsToDrop(after: [ObjectIdentity: InstallObject], installed: [InstalledObject]) -> Set<ObjectIdentity>
{
    var dropped: Set<ObjectIdentity> = []
    for object in installed where object.identity.kind.renewal != .never {
        guard let wanted = after[object.identity] else {
            dropped.insert(object.identity)
            continue
        }
        // What is unbound here is there in another database of the same chain.
        if !object.isBound || isOtherwise(object, wanted) && !isReplaceable(object, by: wanted) {
            dropped.insert(object.identity)
        }
    }
    var pending = installed.filter { dropped.contains($0.identity) }
    while let object = pending.popLast() {
        for dependent in dependents(of: object, among: installed)
        where dropped.insert(dependent.identity).inserted {
            pending.append(dependent)
        }
    }
    return dropped
}

/// Relations of which something that goes depends on something that goes of another relation, on either side.
private func relationsThatDependOnEachOther(
    _ dropped: Set<ObjectIdentity>, _ installed: [InstalledObject]
) -> Set<String> {
    var relations: Set<String> = []
    for object in installed where dropped.contains(object.identity) {
        for dependent in dependents(of: object, among: installed)
        where dependent.relation != object.relation {
            relations.formUnion([object.relation, dependent.relation].compactMap(\.self))
        }
    }
    return relations
}

/// An object that is made again keeps the privileges that others gave to others; FraiseQL's own are objects themselves.
private func withGrants(of old: InstalledObject?, _ object: InstallObject, installed: [InstalledObject])
    -> InstallObject
{
    guard let old else { return object }
    let own = Set(installed.filter { $0.identity.kind.isPrivilege }.compactMap(\.definition))
    var object = object
    object.restoredGrants = old.keptGrants.filter { !own.contains($0) }
    return object
}

private func dependents(of object: InstalledObject, among installed: [InstalledObject]) -> [InstalledObject] {
    installed.filter { $0.dependsOn.contains(object.identity.description) }
}
