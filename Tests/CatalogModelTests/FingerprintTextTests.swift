import CatalogModel
import SQLText
import Testing

struct FingerprintTextTests {
    private let name = QualifiedName("public", "Order")
    private let catalog = Catalog(
        serverVersion: 150018, schemas: [],
        relations: [
            CatalogRelation(
                name: QualifiedName("public", "Order"), kind: .table, owner: "a",
                columns: [
                    CatalogColumn(
                        name: "id",
                        type: TypeReference(name: QualifiedName("pg_catalog", "int4"), formatted: "integer"),
                        isNotNull: true, defaultExpression: "1"),
                    CatalogColumn(
                        name: "mood",
                        type: TypeReference(name: QualifiedName("public", "glad"), formatted: "public.glad")),
                    CatalogColumn(
                        name: "other", type: TypeReference(name: QualifiedName("pg_catalog", "text"), formatted: "text")
                    ),
                ],
                primaryKey: CatalogKey(constraint: "pk", columns: ["id"]),
                foreignKeys: [
                    CatalogForeignKey(
                        constraint: "fk", columns: ["id"], target: QualifiedName("public", "t"), targetColumns: ["x"]),
                    CatalogForeignKey(
                        constraint: "fk2", columns: ["other"], target: QualifiedName("public", "t"),
                        targetColumns: ["x"]),
                ])
        ],
        types: [
            CatalogType(
                name: QualifiedName("public", "glad"),
                kind: .domain(
                    base: TypeReference(name: QualifiedName("public", "mood"), formatted: "public.mood"),
                    isNotNull: false)),
            CatalogType(name: QualifiedName("public", "mood"), kind: .enumeration(labels: ["it's", "ok"])),
            CatalogType(name: QualifiedName("public", "unused"), kind: .base),
        ])

    @Test func itHoldsWhatTheLayerReliesOnAndNothingElse() {
        #expect(
            fingerprintText(catalog, columns: [name: ["mood", "id"]]) == """
                table public."Order"
                  id integer not null
                  mood public.glad
                  primary key (id)
                  foreign key fk (id) references public.t (x)
                domain public.glad public.mood
                enum public.mood ('it''s', 'ok')

                """)
    }

    @Test func whatChangesNoAnswerChangesNoFingerprint() {
        var changed = catalog
        changed.serverVersion = 180000
        changed.relations[0].comment = "new"
        changed.relations[0].owner = "b"
        changed.relations[0].columns[0].defaultExpression = "2"
        changed.relations[0].columns.append(changed.relations[0].columns[2])
        #expect(fingerprintText(changed, columns: [name: ["id"]]) == fingerprintText(catalog, columns: [name: ["id"]]))
    }

    @Test func whatIsMissingIsSaid() {
        let text = fingerprintText(catalog, columns: [name: ["gone"], QualifiedName("public", "lost"): ["id"]])
        #expect(text == "table public.\"Order\"\n  missing gone\nmissing public.lost\n")
    }
}
