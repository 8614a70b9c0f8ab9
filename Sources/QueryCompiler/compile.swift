// The stages of a request inside the compiler, in order. Sidecar/Request/answer.swift calls them. What they make is
// cached there: the operation by (text, operation name, role), the compiled request by (operation, shape).
//
//   parse(_: String) -> Document                                                Document/
//   validate(_: Document, operationName:, in: GraphQLSchema) -> Operation       Operation/
//   coerceVariables(_: JSONObject, for: Operation, in:) -> Variables            Operation/
//   shape(of: Variables, for: Operation, in:) -> Shape                          Plan/
//   plan(_: Operation, _: Variables, in:) -> Plan                               Plan/
//   printStatements(_: Plan) -> CompiledRequest                                 Statement/
//   bindValues(_: [Bind], _: Variables, claims:) -> [String?]                   Statement/
//
// Those that can refuse throw RequestErrors.
