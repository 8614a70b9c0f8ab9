import JSONText

/// The fields that the conditions leave, each response key once: selections of equal keys are put together in the
/// order of the document (GraphQL specification, section 6.3.2; validation has shown that they agree).
func mergeSelections(
    _ selections: [SelectedField], _ variables: Variables
) throws(GraphQLError) -> [SelectedField] {
    var merged: [SelectedField] = []
    // Of a few keys a look at each is faster than a hash.
    let isHashed = selections.count > 24
    var indexes: [String: Int] = [:]
    merged.reserveCapacity(selections.count)
    for field in selections where field.conditions.allSatisfy({ holds($0, variables) }) {
        let found =
            isHashed ? indexes[field.responseKey] : merged.firstIndex { $0.responseKey == field.responseKey }
        if let index = found {
            merged[index].selections += field.selections
        } else {
            let length = field.responseKey.utf8.count
            guard length <= RequestLimits.responseKey else {
                throw GraphQLError(
                    "A response key has \(length) bytes, where \(RequestLimits.responseKey) are allowed.",
                    .limitExceeded, locations: [field.location])
            }
            if isHashed { indexes[field.responseKey] = merged.count }
            merged.append(field)
        }
    }
    return merged
}

extension PlanContext {
    /// The fields of one object.
    func merge(_ selections: [SelectedField]) throws(RequestErrors) -> [SelectedField] {
        let merged: [SelectedField]
        do throws(GraphQLError) { merged = try mergeSelections(selections, variables) } catch {
            throw RequestErrors(error)
        }
        guard merged.count <= RequestLimits.fieldsPerLevel else {
            throw refusal(
                "\(merged.count) fields in one object, where \(RequestLimits.fieldsPerLevel) are allowed",
                .limitExceeded)
        }
        return merged
    }
}

/// A condition without a value leaves its field out; coercion has refused such a request before.
private func holds(_ condition: Condition, _ variables: Variables) -> Bool {
    variables.values[condition.variable] == .bool(condition.isIncludedWhen)
}
