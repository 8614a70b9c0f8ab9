import SQLText

/// The statements of a plan. Everything is decided, so nothing here can fail.
package func printStatements(_ plan: Plan) -> CompiledRequest {
    CompiledRequest(
        roots: plan.roots.map { root in
            CompiledRequest.Root(responseKey: root.responseKey, answer: answer(root.work))
        })
}

private func answer(_ work: Plan.Work) -> CompiledRequest.Answer {
    switch work {
    case .constant(let text): return .constant(text)
    case .read(let read):
        let rendered = render(printRead(read))
        return .statement(Statement(text: rendered.text, parameters: rendered.binds, form: .json))
    }
}
