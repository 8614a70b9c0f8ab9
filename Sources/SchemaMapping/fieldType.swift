import CatalogModel
import SQLText

/// The enum, base or composite type behind a column's type: domains are followed, arrays opened once.
struct ResolvedType {
    var name: QualifiedName
    var isArray: Bool
    var kind: CatalogType.Kind
}

func resolveType(_ reference: TypeReference, in types: [QualifiedName: CatalogType]) -> ResolvedType {
    var name = reference.name
    var isArray = reference.isArray
    while case .domain(let base, _)? = types[name]?.kind {
        // An array of a domain over an array has no element that SQL could name in one cast.
        if isArray, base.isArray { return ResolvedType(name: name, isArray: true, kind: .base) }
        name = base.name
        isArray = isArray || base.isArray
    }
    return ResolvedType(name: name, isArray: isArray, kind: types[name]?.kind ?? .base)
}

func fieldType(_ resolved: ResolvedType, enumerationNames: [QualifiedName: String]) -> FieldType {
    let scalar: String
    switch resolved.kind {
    case .enumeration:
        // An enum without labels has no name: GraphQL has no enum without values.
        let name = enumerationNames[resolved.name]
        return FieldType(
            graphQLName: name ?? textFormScalar, postgresType: resolved.name, isArray: resolved.isArray,
            isEnumeration: name != nil)
    case .composite: scalar = compositeScalar
    case .base, .range, .multirange, .domain: scalar = typeMapping(ofBase: resolved.name)?.scalar ?? textFormScalar
    }
    return FieldType(graphQLName: scalar, postgresType: resolved.name, isArray: resolved.isArray)
}
