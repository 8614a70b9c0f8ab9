import JSONText
import Postgres
import SQLText
import SchemaMapping
import Support

/// A database with a table for each of some sample types: `(id, v, a)`, the last rows with a null and odd arrays.
struct SampleDatabase {
    let database: InstalledDatabase

    init(_ samples: [TypeSample]) throws {
        let made = try PrivateCluster.shared.makeDatabase()
        hands = try made.connect()
        try hands.script("set timezone = 'UTC'; set search_path = public, extensions;\n\(sampleTypes)")
        try hands.script("create schema extensions")
        for feature in Set(samples.compactMap(\.feature)) where feature != .xml {
            try hands.script("create extension \(feature.rawValue) schema extensions")
        }
        for sample in samples { try hands.script(makeTable(sample)) }
        database = try InstalledDatabase(made)
    }

    /// For statements written by hand.
    let hands: Connection

    func entity(_ sample: TypeSample) throws -> Entity {
        guard let entity = database.model.entities.first(where: { $0.relation.name == sample.table }) else {
            throw JSONError("no entity of \(sample.table)")
        }
        return entity
    }

    /// The ids of the rows that match a filter.
    func rows(_ sample: TypeSample, where filter: String, _ type: String? = nil, _ value: JSON = .null) throws -> JSON {
        let list = try entity(sample).listField
        let header = type.map { "query ($x: \($0))" } ?? ""
        let query = "\(header) { rows: \(list)(where: \(filter), limit: 100) { id } }"
        let data = try database.data(query, type == nil ? [:] : ["x": value])
        guard case .array(let rows)? = data["rows"] else { return .null }
        return .array(rows.map { row in if case .object(let row) = row { row["id"] ?? .null } else { .null } })
    }
}

private func makeTable(_ sample: TypeSample) -> String {
    let isKey = sample.group != .nullOnly && sample.group != .search
    let rows = sample.values.map { "(\(quoteLiteral($0))::\(sample.type))" }.joined(separator: ", ")
    return """
        create table public.\(sample.table) (
            id integer generated always as identity primary key, v \(sample.type)\(isKey ? " unique" : ""), a \(sample.type)[]
        );
        insert into public.\(sample.table) (v) values \(rows);
        update public.\(sample.table) as t
        set a = (select array_agg(o.v order by o.id desc) from public.\(sample.table) as o where o.id in (t.id, t.id - 1) and \(operands(sample)));
        insert into public.\(sample.table) (v, a) values (null, null), (null, '{}');
        insert into public.\(sample.table) (v, a)
        select null, array[null, t.v, t.v] from public.\(sample.table) as t where id = 1;

        """
}

/// Arrays hold what operands may be.
private func operands(_ sample: TypeSample) -> String {
    sample.operands == "true" ? "true" : "o.v" + sample.operands.dropFirst(1)
}
