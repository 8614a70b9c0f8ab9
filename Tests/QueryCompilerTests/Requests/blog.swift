import CatalogModel
import SQLText
import SchemaMapping

/// The model of Tests/Golden/requests/blog/schema.sql.
let blog = makeGraphQLSchema(
    APIModel(
        apiSchema: "api", limits: Limits(defaultPageSize: 10, maximumPageSize: 100, maximumDepth: 15),
        entities: [comment, post, user],
        enumerations: [mood]))

private let mood = Enumeration(
    name: "Mood", postgresType: QualifiedName("public", "mood"),
    values: [
        Enumeration.Value(name: "happy", label: "happy"), Enumeration.Value(name: "so_so", label: "so-so"),
        Enumeration.Value(name: "SAD", label: "SAD"),
    ])

private let user = Entity(
    typeName: "User", relation: QualifiedName("public", "users"), kind: .table, view: QualifiedName("api", "v_user"),
    listField: "users",
    fields: [
        field("id", "Int", "int4"), field("username", "String", "text"),
        field("fullName", "String", "text", column: "full_name", isNullable: true), moodField("mood", isArray: false),
        moodField("moods", isArray: true), field("createdAt", "DateTime", "timestamptz", column: "created_at"),
    ],
    relations: [
        relation("comments", .toMany, "Comment", [("id", "user_id")], "comments_user_id_fkey"),
        relation("posts", .toMany, "Post", [("id", "author_id")], "posts_author_id_fkey"),
    ],
    keys: [
        LookupKey(rootField: "user", constraint: "users_pkey", isPrimary: true, columns: ["id"]),
        LookupKey(
            rootField: "userByUsername", constraint: "users_username_key", isPrimary: false, columns: ["username"]),
    ])

private let post = Entity(
    typeName: "Post", relation: QualifiedName("public", "posts"), kind: .table, view: QualifiedName("api", "v_post"),
    listField: "posts",
    fields: [
        field("id", "BigInt", "int8"), field("authorId", "Int", "int4", column: "author_id", isNullable: true),
        field("title", "String", "varchar"), field("price", "Decimal", "numeric", isNullable: true),
        field("published", "Boolean", "bool"), field("tags", "String", "text", isNullable: true, isArray: true),
        field("meta", "JSON", "jsonb", isNullable: true),
    ],
    relations: [
        relation("author", .toOne, "User", [("author_id", "id")], "posts_author_id_fkey"),
        relation("comments", .toMany, "Comment", [("id", "post_id")], "comments_post_id_fkey"),
    ],
    keys: [LookupKey(rootField: "post", constraint: "posts_pkey", isPrimary: true, columns: ["id"])])

private let comment = Entity(
    typeName: "Comment", relation: QualifiedName("public", "comments"), kind: .table,
    view: QualifiedName("api", "v_comment"), listField: "comments",
    fields: [
        field("postId", "BigInt", "int8", column: "post_id"), field("number", "Int", "int4"),
        field("userId", "Int", "int4", column: "user_id"), field("content", "String", "text"),
    ],
    relations: [
        relation("post", .toOne, "Post", [("post_id", "id")], "comments_post_id_fkey"),
        relation("user", .toOne, "User", [("user_id", "id")], "comments_user_id_fkey"),
    ],
    keys: [
        LookupKey(rootField: "comment", constraint: "comments_pkey", isPrimary: true, columns: ["post_id", "number"])
    ])

private func field(
    _ name: String, _ scalar: String, _ type: String, column: String? = nil, isNullable: Bool = false,
    isArray: Bool = false
) -> Field {
    Field(
        name: name, column: column ?? name,
        type: FieldType(graphQLName: scalar, postgresType: QualifiedName("pg_catalog", type), isArray: isArray),
        isNullable: isNullable)
}

private func moodField(_ name: String, isArray: Bool) -> Field {
    Field(
        name: name, column: name,
        type: FieldType(
            graphQLName: "Mood", postgresType: QualifiedName("public", "mood"), isArray: isArray, isEnumeration: true),
        isNullable: true)
}

private func relation(
    _ name: String, _ kind: Relation.Kind, _ target: String, _ columns: [(String, String)], _ constraint: String
) -> Relation {
    Relation(
        name: name, kind: kind, target: target,
        columns: columns.map { Relation.ColumnPair(local: $0.0, remote: $0.1) }, constraint: constraint)
}
