import CatalogModel
import Configuration
import SQLText

/// What the functions of a row become: columns of the view, which may take arguments, and calls.
func makeRowFields(
    _ functions: [RowFunction], names: [String], of relation: QualifiedName, typeNames: [QualifiedName: String],
    _ configuration: Configuration, _ installed: InstalledNames, _ findings: inout [Finding],
    type: (TypeReference) -> FieldType
) -> (columns: [Field], calls: [FunctionField]) {
    var columns: [Field] = []
    var calls: [FunctionField] = []
    for (item, name) in zip(functions, names) {
        let function = item.function
        let arguments = makeArguments(
            item.parameters, of: function, configuration, installed: installed.arguments(relation, item.reference),
            &findings, type: type)
        if let column = item.column {
            columns.append(
                Field(
                    name: name, column: column, type: type(function.result.reference), isNullable: true,
                    description: function.comment, function: item.reference, arguments: arguments))
            continue
        }
        var result = FunctionField.Result.value(type(function.result.reference))
        if let row = function.result.row, let entity = typeNames[row] {
            findings += reviewExcluded(
                function, of: row, configuration,
                hint: "let it give null in that place: of what it returns the key alone counts, the rows are read anew")
            result = function.returnsSet ? .rows(entity: entity) : .row(entity: entity)
        }
        calls.append(
            FunctionField(
                field: name, description: function.comment, function: item.reference, arguments: arguments,
                result: result))
    }
    return (columns, calls.sorted { $0.field < $1.field })
}

/// Rows are found by the key of their entity: a function of rows without one is no field. What is left calls for the row.
func finishRowFunctions(
    _ entities: inout [Entity], _ catalog: Catalog, _ configuration: Configuration, _ findings: inout [Finding]
) {
    let unordered = Dictionary(
        entities.filter { !$0.hasTotalOrder }.map { ($0.typeName, $0.relation) },
        uniquingKeysWith: { first, _ in first })
    for index in entities.indices {
        entities[index].functions.removeAll { field in
            guard let row = field.result.entity.flatMap({ unordered[$0] }),
                let function = catalog.function(signature: field.function.signature)
            else { return false }
            findings.append(notExposed(function, refusalOfRows(row, isExposed: true), configuration))
            return true
        }
        if !entities[index].functionsCalledByName.isEmpty {
            entities[index].rowColumn = freeRowColumn(entities[index])
        }
    }
}

/// `self`, unless the view has a column that is called so.
private func freeRowColumn(_ entity: Entity) -> String {
    var name = "self"
    while entity.viewColumns.contains(name) { name += "_" }
    return name
}
