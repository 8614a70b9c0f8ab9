package import Postgres

/// Of functions, by their signatures, those whose bodies no longer give what they are declared to return, each with
/// PostgreSQL's reason. A body in `begin atomic` means the columns of the day when it was made: what selects all of a table's
/// gives too few once one was added. The connection must not be in a transaction, which an answer of that kind would end.
package func findBrokenFunctions(
    among signatures: [String], _ connection: Connection
) throws(CatalogError) -> [(signature: String, reason: String)] {
    if connection.isInTransaction { throw .transactionOpen }
    var broken: [(String, String)] = []
    for signature in signatures {
        do throws(CatalogError) {
            _ = try queryCatalog(connection, "function_body", [signature])
        } catch .postgres(let error) where error.sqlState == SQLState.invalidFunctionDefinition {
            let reason = [error.message, error.detail].compactMap { $0 }.joined(separator: ": ")
            broken.append((signature, reason))
        } catch .postgres(let error) where !error.isFatal {
            // One that whoever checks may not call, or that is gone by now.
            continue
        } catch { throw error }
    }
    return broken
}
