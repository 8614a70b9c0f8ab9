package import CatalogModel
package import JSONText
package import SchemaMapping
private import SQLText

/// The columns of one relation of the user that a migration relies on: name, and type with nullability.
package struct ReliedColumns: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package var name: String
        /// `numeric(12,2) not null`.
        package var type: String
    }

    package var relation: String
    package var columns: [Column]
}

/// What the views of a model rely on.
package func reliedColumns(_ model: APIModel, catalog: Catalog) -> [ReliedColumns] {
    model.entities.map { entity in
        // That of the tenant may be excluded.
        let tenant = model.tenancy?.table(entity.relation)?.column
        let columns = entity.storedFields.map(\.column)
        return reliedColumns(
            entity.relation, columns + [tenant].compactMap(\.self).filter { !columns.contains($0) }, catalog: catalog)
    }.sorted { $0.relation < $1.relation }
}

private func reliedColumns(_ name: QualifiedName, _ columns: [String], catalog: Catalog) -> ReliedColumns {
    let relation = catalog.relation(name)
    return ReliedColumns(
        relation: name.description,
        columns: columns.compactMap { column in
            relation?.column(column).map { ReliedColumns.Column(name: $0.name, type: typeText($0)) }
        })
}

private func typeText(_ column: CatalogColumn) -> String {
    column.type.formatted + (column.isNotNull ? " not null" : "")
}

extension ReliedColumns {
    /// One line of a script's header: `{"relation":"public.orders","columns":{"id":"uuid not null"}}`.
    package var json: JSON {
        var types = JSONObject()
        for column in columns { types.append(column.name, .string(column.type)) }
        return .object(["relation": .string(relation), "columns": .object(types)])
    }

    package init(_ reader: JSONReader) throws(JSONError) {
        relation = try reader.string("relation")
        let member = try reader.member("columns")
        guard case .object(let object) = member.value else { throw member.fail("expected an object") }
        columns = []
        for entry in object.members {
            columns.append(Column(name: entry.key, type: try JSONReader(entry.value, path: member.path).string()))
        }
    }
}
