/// A rule of the GraphQL specification, section 5, under the name that most implementations give it.
struct Rule: Sendable {
    var name: String
    var check: @Sendable (Survey, inout Findings) -> Void

    init(_ name: String, _ check: @escaping @Sendable (Survey, inout Findings) -> Void) {
        self.name = name
        self.check = check
    }
}

/// Every rule for executable documents. `ExecutableDefinitions` is missing: the parser refuses type definitions.
/// `OverlappingFieldsCanBeMerged` stands apart in `validate`: it alone may run into a limit.
let rules: [Rule] = [
    Rule("UniqueOperationNames", checkUniqueOperationNames),
    Rule("LoneAnonymousOperation", checkLoneAnonymousOperation),
    Rule("SingleFieldSubscriptions", checkSingleFieldSubscriptions),
    Rule("KnownTypeNames", checkKnownTypeNames),
    Rule("FragmentsOnCompositeTypes", checkFragmentsOnCompositeTypes),
    Rule("VariablesAreInputTypes", checkVariablesAreInputTypes),
    Rule("ScalarLeafs", checkScalarLeafs),
    Rule("FieldsOnCorrectType", checkFieldsOnCorrectType),
    Rule("UniqueFragmentNames", checkUniqueFragmentNames),
    Rule("KnownFragmentNames", checkKnownFragmentNames),
    Rule("NoUnusedFragments", checkNoUnusedFragments),
    Rule("PossibleFragmentSpreads", checkPossibleFragmentSpreads),
    Rule("NoFragmentCycles", checkNoFragmentCycles),
    Rule("UniqueVariableNames", checkUniqueVariableNames),
    Rule("NoUndefinedVariables", checkNoUndefinedVariables),
    Rule("NoUnusedVariables", checkNoUnusedVariables),
    Rule("KnownDirectives", checkKnownDirectives),
    Rule("UniqueDirectivesPerLocation", checkUniqueDirectivesPerLocation),
    Rule("KnownArgumentNames", checkKnownArgumentNames),
    Rule("UniqueArgumentNames", checkUniqueArgumentNames),
    Rule("ValuesOfCorrectType", checkValuesOfCorrectType),
    Rule("ProvidedRequiredArguments", checkProvidedRequiredArguments),
    Rule("VariablesInAllowedPosition", checkVariablesInAllowedPosition),
    Rule("UniqueInputFieldNames", checkUniqueInputFieldNames),
    // Not of the specification: see filterRefusal.swift.
    Rule("FiltersSaySomething", checkFiltersSaySomething),
]
