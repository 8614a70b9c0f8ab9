import CatalogModel
import SQLText

/// What `check` says of columns that are declared with several dimensions. PostgreSQL ignores the declaration, so that
/// their values may have one all the same, and those of other columns several.
func reviewDimensions(_ relation: ExposedRelation) -> [Finding] {
    relation.columns.filter { $0.dimensions > 1 }.map { column in
        Finding(
            .notice, .arrayDimensions, "\(relation.name).\(quoteIdentifier(column.name))",
            "declared with \(column.dimensions) dimensions: the API shows arrays of one, and reading a value of several answers "
                + "UNSUPPORTED",
            hint: "exclude it, or show it as a document: a column to_jsonb(\(quoteIdentifier(column.name))) of a view")
    }
}
