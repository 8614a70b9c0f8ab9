import CatalogModel
import Configuration

/// Parameters of a function as arguments of its field. Those of a set of rows stand beside the arguments of lists and
/// pages.
/// - Parameter installed: what the arguments are called now.
func makeArguments(
    _ parameters: [CatalogFunction.Parameter], of function: CatalogFunction, _ configuration: Configuration,
    installed: [FunctionArgument], _ findings: inout [Finding], type: (TypeReference) -> FieldType
) -> [FunctionArgument] {
    var scope = NameScope(reserved: function.returnsSet ? Set(GeneratedNames.listArguments) : [])
    let settings = configuration.settings(of: function.name)
    let requests = parameters.map { parameter in
        let name = parameter.name ?? ""
        return NameRequest(
            subject: "\(function.signature) (\(name))", noun: "argument", override: settings?.argumentNames[name],
            place: configuration.choices[.argument(function.name, name)],
            installed: installed.first { $0.parameter == name }?.name, candidates: [camelCase(words(of: name))],
            hint: functionHint(function.name, ["arguments"], quoteTOML(name)))
    }
    let names = assignNames(requests, in: &scope, configuration, &findings)
    return zip(parameters, names).map { parameter, name in
        FunctionArgument(
            name: name, parameter: parameter.name ?? "", type: type(parameter.type.reference),
            parameterType: parameter.type.reference.name, parameterIsArray: parameter.type.reference.isArray,
            isRequired: !parameter.hasDefault)
    }
}
