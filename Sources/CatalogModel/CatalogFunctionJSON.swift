package import JSONText
import SQLText

extension CatalogFunction {
    package init(_ reader: JSONReader) throws(JSONError) {
        let member = try reader.member("volatility")
        guard let volatility = Volatility(rawValue: try member.string()) else {
            throw member.fail("unknown volatility")
        }
        self.init(
            name: try QualifiedName(reader), signature: try reader.string("signature"), volatility: volatility,
            isStrict: try reader.flag("strict"), isSecurityDefiner: try reader.flag("securityDefiner"),
            isVariadic: try reader.flag("variadic"),
            parameters: try reader.elements("parameters") { (item) throws(JSONError) in
                Parameter(
                    name: try item.optionalString("name"), type: try ValueType(try item.member("type")),
                    hasDefault: try item.flag("default"))
            },
            result: try ValueType(try reader.member("result")), returnsSet: try reader.flag("returnsSet"),
            findsNames: try reader.flag("findsNames"), comment: try reader.optionalString("comment"))
    }

    package var json: JSON {
        var object = name.members
        object.append("signature", .string(signature))
        object.append("volatility", .string(volatility.rawValue))
        object.append("strict", ifTrue: isStrict)
        object.append("securityDefiner", ifTrue: isSecurityDefiner)
        object.append("variadic", ifTrue: isVariadic)
        object.append(
            "parameters",
            unlessEmpty: parameters.map { parameter in
                var object = JSONObject()
                object.append("name", unlessNil: parameter.name)
                object.append("type", parameter.type.json)
                object.append("default", ifTrue: parameter.hasDefault)
                return .object(object)
            })
        object.append("returnsSet", ifTrue: returnsSet)
        object.append("result", result.json)
        object.append("findsNames", ifTrue: findsNames)
        object.append("comment", unlessNil: comment)
        return .object(object)
    }
}

extension CatalogFunction.ValueType {
    init(_ reader: JSONReader) throws(JSONError) {
        let member = try reader.optionalMember("of")
        let kind = try member.map { (member) throws(JSONError) in
            guard let kind = Kind(rawValue: try member.string()) else { throw member.fail("unknown kind of type") }
            return kind
        }
        self.init(try TypeReference(reader), kind ?? .value)
    }

    var json: JSON {
        guard case .object(var object) = reference.json, kind != .value else { return reference.json }
        object.append("of", .string(kind.rawValue))
        return .object(object)
    }
}
