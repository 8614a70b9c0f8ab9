import SQLText

/// The statements of a plan. Everything is decided, so nothing here can fail.
package func printStatements(_ plan: Plan) -> CompiledRequest {
    CompiledRequest(
        roots: plan.roots.map { root in
            CompiledRequest.Root(responseKey: root.responseKey, answer: answer(root.work))
        }, callsFunctions: plan.callsFunctions)
}

private func answer(_ work: Plan.Work) -> CompiledRequest.Answer {
    switch work {
    case .constant(let text): return .constant(text)
    case .read(let read):
        return isReadAsRows(read) ? statement(printPlainRows(read)) : statement((printRead(read), .json))
    case .call(let plan): return statement((printCalledValue(plan), .json))
    case .connection(let plan): return statement((printConnection(plan), .json))
    }
}

private func statement(_ printed: (SQL<Bind>, Statement.Form)) -> CompiledRequest.Answer {
    let rendered = render(printed.0)
    return .statement(Statement(text: rendered.text, parameters: rendered.binds, form: printed.1))
}

/// A root list comes back as rows whose JSON the sidecar writes: up to four times the throughput of `json_agg` on wide
/// lists. A list without any field has no column to come back in.
private func isReadAsRows(_ read: ReadPlan) -> Bool {
    read.cardinality == .many && !read.fields.isEmpty
}
