import InstallPlanner
import SQLText
import Testing

struct DifferenceTests {
    private func wanted(_ name: String, _ text: String, on: String, dependsOn: [String] = [], shape: String = "s")
        -> InstallObject
    {
        InstallObject(
            ObjectIdentity(.view, name), relation: QualifiedName("public", on),
            dependsOn: dependsOn.map { ObjectIdentity(.view, $0) }, shape: shape, create: text)
    }

    private func installed(
        _ object: InstallObject, isBound: Bool = true, _ condition: InstalledObject.Condition = .asMade
    ) -> InstalledObject {
        InstalledObject(
            object.identity, relation: object.relation?.description, dependsOn: object.dependsOn.map(\.description),
            shape: object.shape, textHash: object.textHash, definition: object.create, drop: object.drop,
            isBound: isBound, condition: condition)
    }

    /// `public.a: drop a, create a` per group.
    private func told(_ groups: [ChangeGroup]) -> [String] {
        groups.map { group in
            "\(group.relation ?? "-"): "
                + group.changes.map { change in
                    switch change {
                    case .create(let object): "create \(object.identity.name)"
                    case .replace(let object, _): "replace \(object.identity.name)"
                    case .drop(let object): "drop \(object.identity.name)"
                    case .revoke(let object): "revoke \(object.identity.name)"
                    }
                }.joined(separator: ", ")
        }
    }

    @Test func whatIsInstalledAsWantedNeedsNothing() {
        let a = wanted("a", "create a", on: "a")
        #expect(difference(wanted: [a], installed: [installed(a)]).isEmpty)
    }

    @Test func aViewOfTheSameShapeIsReplacedInPlace() {
        let old = wanted("a", "create a", on: "a")
        let new = wanted("a", "create a otherwise", on: "a")
        #expect(told(difference(wanted: [new], installed: [installed(old)])) == ["public.a: replace a"])
    }

    @Test func aViewOfAnotherShapeIsMadeAgainInOneStep() {
        let old = wanted("a", "create a", on: "a")
        let new = wanted("a", "create a otherwise", on: "a", shape: "t")
        #expect(told(difference(wanted: [new], installed: [installed(old)])) == ["public.a: drop a, create a"])
    }

    @Test func whatDependsOnAChangedViewGoesBeforeItAndComesAfterItInItsOwnStep() {
        let old = wanted("a", "create a", on: "a")
        let new = wanted("a", "create a otherwise", on: "a", shape: "t")
        let dependent = wanted("b", "create b", on: "b", dependsOn: ["a"])
        let groups = difference(wanted: [new, dependent], installed: [installed(old), installed(dependent)])
        #expect(told(groups) == ["public.b: drop b", "public.a: drop a, create a", "public.b: create b"])
    }

    @Test func unwantedObjectsAreDroppedDependentsFirst() {
        let a = wanted("a", "create a", on: "a")
        let b = wanted("b", "create b", on: "b", dependsOn: ["a"])
        #expect(
            told(difference(wanted: [], installed: [installed(a), installed(b)])) == [
                "public.b: drop b", "public.a: drop a",
            ])
    }

    /// In another database of the chain it is there.
    @Test func anUnboundObjectIsDroppedAndMadeAgain() {
        let a = wanted("a", "create a", on: "a")
        let b = wanted("b", "create b", on: "b", dependsOn: ["a"])
        let unbound = [installed(a, isBound: false), installed(b, isBound: false)]
        #expect(
            told(difference(wanted: [a, b], installed: unbound)) == [
                "public.b: drop b", "public.a: drop a, create a", "public.b: create b",
            ])
    }

    @Test func whatSomebodyDroppedIsMadeAgain() {
        let a = wanted("a", "create a", on: "a")
        let wider = wanted("a", "create a", on: "a", shape: "t")
        #expect(told(difference(wanted: [a], installed: [installed(a, .missing)])) == ["public.a: replace a"])
        #expect(
            told(difference(wanted: [wider], installed: [installed(a, .missing)])) == ["public.a: drop a, create a"])
    }

    @Test func whatSomebodyChangedIsReplacedWhereItsShapeIsStillTheSame() {
        let a = wanted("a", "create a", on: "a")
        let b = wanted("b", "create b", on: "b", dependsOn: ["a"])
        func planned(_ shape: String) -> [String] {
            let changed = installed(a, .changed(shape: shape, recorded: "create a"))
            return told(difference(wanted: [a, b], installed: [changed, installed(b)]))
        }
        #expect(planned("s") == ["public.a: replace a"])
        #expect(planned("t") == ["public.b: drop b", "public.a: drop a, create a", "public.b: create b"])
    }

    @Test func theCompanionsOwnTablesAreNeverChangedByAPlan() {
        let records = InstallObject(ObjectIdentity(.records, "0001_records"), create: "create", drop: "drop")
        var old = installed(records)
        old.textHash = "other"
        #expect(difference(wanted: [records], installed: [old]).isEmpty)
        #expect(difference(wanted: [], installed: [old]).isEmpty)
    }

    @Test func privilegesOfOthersSurviveAViewThatIsMadeAgain() {
        var old = installed(wanted("a", "create a", on: "a"))
        old.grants = ["grant select on a to reporting;", "grant select on a to app;"]
        var grant = installed(wanted("a to app", "grant select on a to app;", on: "a"))
        grant.identity = ObjectIdentity(.grant, "a to app")
        let new = wanted("a", "create a otherwise", on: "a", shape: "t")
        let changes = difference(wanted: [new], installed: [old, grant]).flatMap(\.changes)
        let made = changes.compactMap { change in if case .create(let object) = change { object } else { nil } }
        #expect(made.map(\.restoredGrants) == [["grant select on a to reporting;"]])
    }

    @Test func whatIsOpenToOthersIsClosedUnlessItGoes() {
        let schema = InstallObject(ObjectIdentity(.schema, "a"), create: "create schema a;")
        var old = installed(schema)
        old.grants = ["grant create on schema a to app;", "grant usage on schema a to app;"]
        old.strayGrants = ["grant create on schema a to app;"]
        #expect(told(difference(wanted: [schema], installed: [old])) == ["-: revoke a"])
        old.textHash = "other"
        #expect(told(difference(wanted: [schema], installed: [old])) == ["-: replace a, revoke a"])
        #expect(told(difference(wanted: [], installed: [old])) == ["-: drop a"])
        old.condition = .missing
        old.shape = "t"
        let made = difference(wanted: [schema], installed: [old]).flatMap(\.changes)
            .compactMap { change in if case .create(let object) = change { object } else { nil } }
        #expect(made.map(\.restoredGrants) == [["grant usage on schema a to app;"]])
    }
}
