package import JSONText
package import Postgres
private import SQLText
private import SchemaMapping

/// Why what is installed could not be read.
package enum ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    case postgres(PostgresError)
    /// Something of schema `fraiseql` belongs to a role that this one has no reason to trust.
    case foreignOwner(object: String, owner: String)
    /// This login may not read `fraiseql.api_model`.
    case forbidden
    case otherFormat(Int)
    case unreadable(JSONError)

    package var description: String {
        switch self {
        case .postgres(let error): error.description
        case .foreignOwner(let object, let owner):
            "\(printable(object)) belongs to \(printable(owner)), which is neither a superuser, nor the owner of this "
                + "database, nor a role whose rights this session has: whoever made it may have put there what it likes, "
                + "to be run with your rights. Nothing of it was read. If \(printable(owner)) is the role that runs your "
                + "migrations, connect as it, or become it with PGOPTIONS='-c role=NAME'; otherwise rename or drop what "
                + "it made. See docs/least-privilege.md"
        case .forbidden: "this login may not read fraiseql.api_model: see docs/least-privilege.md"
        case .otherFormat(let format):
            "the installed API has format \(format), this program reads \(APIModel.readableFormats); "
                + "run `fraiseql db migrate` and `fraiseql db upgrade` with the same version of fraiseql"
        case .unreadable(let error): "the installed API cannot be read: \(error)"
        }
    }
}
