/// The statement that asks PostgreSQL for the plan of another, without running it.
package func explainStatement(_ text: String) -> String {
    "explain (costs on, verbose off)\n" + text
}
