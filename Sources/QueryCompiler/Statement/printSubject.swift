import SchemaMapping
import SQLText

/// The left side of a condition. A path and a part are written for jsonb values of any kind: where a value is of another
/// kind than asked for, the part is null.
func printSubject(_ subject: Subject) -> SQL<Bind> {
    switch subject {
    case .column(let column): printReference(column)
    case .path(let subject, let steps): "(\(printSubject(subject)) #> \(printOperand(steps)))"
    case .part(let part, let subject): printPart(part, printSubject(subject))
    }
}

private func printPart(_ part: FilterOperator.Part, _ value: SQL<Bind>) -> SQL<Bind> {
    switch part {
    case .length: "cardinality(\(value))"
    case .json: value
    case .jsonType: "jsonb_typeof(\(value))"
    case .jsonString: "case when jsonb_typeof(\(value)) = 'string' then \(value) #>> '{}' end"
    case .jsonNumber: "case when jsonb_typeof(\(value)) = 'number' then \(value)::pg_catalog.numeric end"
    case .jsonBoolean: "case when jsonb_typeof(\(value)) = 'boolean' then \(value)::pg_catalog.bool end"
    }
}

/// A question to a value, written so that an index can answer it where there is one: a subnet of a constant network is
/// a range of a btree.
func printTest(_ test: FilterOperator.Test, _ value: SQL<Bind>) -> SQL<Bind> {
    switch test {
    case .emptyArray: "\(value) = '{}'"
    case .emptyRange: "isempty(\(value))"
    case .notANumber: "\(value) = 'NaN'"
    case .finite: "\(value) <> all ('{NaN,Infinity,-Infinity}')"
    case .ipv4: "family(\(value)) = 4"
    case .ipv6: "family(\(value)) = 6"
    case .privateNetwork: printSubnets(value, ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"])
    case .loopback: printSubnets(value, ["127.0.0.0/8", "::1/128"])
    case .linkLocal: printSubnets(value, ["169.254.0.0/16", "fe80::/10"])
    case .multicast: printSubnets(value, ["224.0.0.0/4", "ff00::/8"])
    }
}

private func printSubnets(_ value: SQL<Bind>, _ networks: [String]) -> SQL<Bind> {
    let conditions: [SQL<Bind>] = networks.map { "\(value) <<= \(literal: $0)" }
    return "(\(conditions.joined(by: " or ")))"
}

func printSearch(_ language: String?, _ words: SQL<Bind>) -> SQL<Bind> {
    guard let language else { return "websearch_to_tsquery(\(words))" }
    return "websearch_to_tsquery(\(literal: language)::pg_catalog.regconfig, \(words))"
}
