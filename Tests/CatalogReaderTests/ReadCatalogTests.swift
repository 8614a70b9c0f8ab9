import CatalogModel
import CatalogReader
import JSONText
import Postgres
import SQLText
import Support
import Testing

// What the goldens do not show: those hold the columns, types, keys and names.
struct ReadCatalogTests {
    private func catalog(_ script: String, schemas: [String] = ["public"]) throws -> Catalog {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script(script)
        return try readCatalog(connection, schemas: schemas)
    }

    private func relation(_ catalog: Catalog, _ name: String, in schema: String = "public") throws -> CatalogRelation {
        try #require(catalog.relation(QualifiedName(schema, name)))
    }

    private func error(_ script: String, schemas: [String] = ["public"]) -> String? {
        #expect(throws: CatalogError.self) { try catalog(script, schemas: schemas) }?.description
    }

    @Test func theRolesAreReadWhereTheOneThatIsAskedForIsNotThere() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        #expect(try readCatalog(connection, schemas: ["public"], roles: ["postgres"]).existingRoles == [])
        #expect(try readCatalog(connection, schemas: ["public"]).existingRoles == [])
        let roles = try readCatalog(connection, schemas: ["public"], roles: ["postgres", "nobody at all"]).existingRoles
        #expect(roles.contains("postgres") && !roles.contains("nobody at all"))
    }

    @Test func compositeForeignKeysKeepTheOrderOfTheirPairs() throws {
        let catalog = try catalog(
            """
            create table parent (a int, b text, c int, primary key (c, a));
            create table child (z int, y int, foreign key (z, y) references parent (a, c));
            """)
        #expect(try relation(catalog, "parent").primaryKey?.columns == ["c", "a"])
        let key = try #require(try relation(catalog, "child").foreignKeys.first)
        #expect(key.columns == ["z", "y"])
        #expect(key.targetColumns == ["a", "c"])
    }

    @Test func aKeyToAPartitionedTableIsOneKey() throws {
        let catalog = try catalog(
            """
            create table p (id int primary key) partition by range (id);
            create table p1 partition of p for values from (0) to (9);
            create table p2 partition of p for values from (9) to (99) partition by range (id);
            create table p21 partition of p2 for values from (9) to (19);
            create table child (p_id int references p);
            """)
        #expect(try relation(catalog, "child").foreignKeys.map(\.target) == [QualifiedName("public", "p")])
        #expect(try relation(catalog, "p2").kind == .partitionedTable)
        #expect(try relation(catalog, "p21").partitionOf == QualifiedName("public", "p2"))
        #expect(try relation(catalog, "p21").inherits == [])
    }

    @Test func anUnvalidatedKeyPromisesNoParent() throws {
        let catalog = try catalog(
            """
            create table parent (id int primary key);
            create table child (a int references parent, b int);
            alter table child add constraint late foreign key (b) references parent not valid;
            """)
        let keys = try relation(catalog, "child").foreignKeys
        #expect(keys.map(\.constraint) == ["child_a_fkey", "late"])
        #expect(keys.map(\.isEnforced) == [true, false])
    }

    @Test(.needs(.citext, .pg_buffercache)) func whatExtensionsOwnAndWhatIsTemporaryIsLeftOut() throws {
        let catalog = try catalog(
            """
            create extension pg_buffercache;
            create extension citext;
            create temporary table t (id int);
            create table kept (id int, name citext);
            create index on kept (name);
            """)
        #expect(catalog.relations.map(\.name.name) == ["kept"])
        #expect(catalog.types == [CatalogType(name: QualifiedName("public", "citext"), kind: .base)])
    }

    @Test func foreignTablesTablesWithoutColumnsAndDroppedColumns() throws {
        let catalog = try catalog(
            """
            create foreign data wrapper w;
            create server s foreign data wrapper w;
            create foreign table far (id int not null) server s;
            create table bare ();
            create table less (a int, b int, c int, unique (c, a));
            alter table less drop column b;
            """)
        #expect(try relation(catalog, "far").kind == .foreignTable)
        #expect(try relation(catalog, "bare").columns == [])
        #expect(try relation(catalog, "less").columns.map(\.name) == ["a", "c"])
        #expect(try relation(catalog, "less").uniqueKeys.first?.columns == ["c", "a"])
    }

    @Test func typesAreFollowedIntoSchemasThatAreNotRead() throws {
        let catalog = try catalog(
            """
            create schema deep;
            create type deep.colour as enum ();
            create domain deep.colours as deep.colour[];
            create type deep.pair as (c deep.colours, n numeric(4, 1));
            create table t (pairs deep.pair[]);
            create table deep.unread (id int primary key);
            """)
        #expect(catalog.types.map(\.name.name) == ["colour", "colours", "pair"])
        #expect(catalog.types.first?.kind == .enumeration(labels: []))
        #expect(catalog.relations.map(\.name.name) == ["t"])
    }

    @Test func expressionsAreQualifiedWhateverTheSearchPath() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script(
            """
            create schema "My App";
            set search_path = "My App";
            create type mood as enum ('ok');
            create function f() returns mood return 'ok'::mood;
            create table t (m mood default f());
            create table pg_class (relname text);
            """)
        let catalog = try readCatalog(connection, schemas: ["My App"])
        let column = try relation(catalog, "t", in: "My App").columns[0]
        #expect(column.defaultExpression == "\"My App\".f()")
        #expect(column.type.formatted == "\"My App\".mood")
        #expect(try connection.query("show search_path").single == "\"My App\"")
        #expect(!connection.isInTransaction)
    }

    /// `checkMentions` says at which place of the file it stands.
    @Test func aSchemaThatIsMissingHoldsNothingAndTheOthersAreTold() throws {
        let missing = try catalog("create schema app; create table app.t (id int)", schemas: ["ap\"p", "app"])
        #expect(missing.schemas.map(\.name) == ["app"])
        #expect(missing.relations.count == 1)
        #expect(missing.existingSchemas == ["app", "public"])
        #expect(try catalog("select").existingSchemas == [])
    }

    @Test func whatCannotBeReadIsRefused() {
        #expect(error("select", schemas: ["pg_catalog"])?.contains("cannot be exposed") == true)
        #expect(error("select", schemas: ["information_schema"])?.contains("cannot be exposed") == true)
        #expect(error("create table t (\"\u{E9}\" int, \"e\u{301}\" int)")?.contains("two names in public.t") == true)
    }

    @Test func anOpenTransactionIsRefusedAndKept() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.query("begin")
        #expect(throws: CatalogError.transactionOpen) { try readCatalog(connection, schemas: ["public"]) }
        #expect(connection.isInTransaction)
    }

    @Test func anErrorLeavesAConnectionThatWorks() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script("create schema bad; create table bad.t (\"\u{E9}\" int, \"e\u{301}\" int)")
        #expect(throws: CatalogError.self) { try readCatalog(connection, schemas: ["bad"]) }
        #expect(!connection.isInTransaction)
        #expect(try readCatalog(connection, schemas: ["public"]).relations == [])
    }

    @Test func schemaNamesAreThoseOfTheTeam() throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        try connection.script("create schema \"B\"; create schema a; create temporary table t (id int)")
        #expect(try readSchemaNames(connection) == ["B", "a", "public"])
    }

    @Test(.needs(.pagila)) func pagilaIsReadWhole() throws {
        let connection = try Fixture.pagila.makeDatabase().connect()
        let catalog = try readCatalog(connection, schemas: ["public", "legacy"])
        #expect(try Catalog(json: parseJSON(catalog.json.text)) == catalog)
        #expect(catalog.relations.filter { $0.partitionOf == QualifiedName("public", "payment") }.count > 2)
        // The keys of Pagila's payments stand on the partitions alone.
        #expect(try relation(catalog, "payment").foreignKeys == [])
        #expect(catalog.relations.contains { $0.partitionOf != nil && !$0.foreignKeys.isEmpty })
    }
}
