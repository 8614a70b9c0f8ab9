package import CatalogModel
import SQLText

/// The `fraiseql.toml` that `init` writes for a database, commented. `catalog` holds every schema that is not
/// PostgreSQL's own. Keys that keep their default are written as comments.
package func makeConfigurationText(_ catalog: Catalog) throws(InitRefusal) -> String {
    let survey = try surveyDatabase(catalog)
    var lines = comment(
        "What FraiseQL makes of this database, as `fraiseql init` found it. Review it, then run `fraiseql db plan`."
            + " A key behind # shows its default, or an example where it has none; docs/configuration.md describes all of them."
    )
    var section = ""
    for key in configurationKeys {
        if key.section != section {
            section = key.section
            lines += ["", "[\(section)]"]
        }
        lines += comment(key.meaning) + entry(key, survey)
    }
    return (lines + authenticationExample + tableExample(survey)).map { "\($0)\n" }.joined()
}

private func entry(_ key: ConfigurationKey, _ survey: DatabaseSurvey) -> [String] {
    switch (key.section, key.name) {
    case ("database", "url"): return ["# url = \"postgresql://migrator:${PGPASSWORD}@localhost:5432/database\""]
    case ("api", "schemas"):
        let names = "schemas = [\(survey.exposedSchemas.map(quoteTOML).joined(separator: ", "))]"
        if survey.toolSchemas.isEmpty { return [names] }
        return comment(
            "Left out, since tools keep their own tables there: \(survey.toolSchemas.joined(separator: ", ")).")
            + [names]
    case ("api", "schema"):
        let line = "schema = \(quoteTOML(survey.apiSchema))"
        if survey.apiSchema == Configuration().apiSchema { return [line] }
        return comment("The name \"\(Configuration().apiSchema)\" is taken in this database.") + [line]
    case ("api", "exclude"): return exclusions(survey)
    case ("api", "role"): return ["# role = \"web_anonymous\""]
    case ("tenancy", "column"):
        guard let tenant = survey.tenantColumn else { return ["# column = \"tenant_id\""] }
        return comment("Found on \(tenant.tables) tables.") + ["# column = \(quoteTOML(tenant.name))"]
    case ("tenancy", "trusted_logins"): return ["# trusted_logins = [\"fraiseql_sidecar\"]"]
    case ("tenancy", "tables"):
        let name = survey.example.map { joinObjectName([$0.name.schema, $0.name.name]) } ?? "public.users"
        return ["# tables = [\(quoteTOML(name))]"]
    case ("server", "unix"): return ["# unix = \"/run/fraiseql/http.sock\""]
    case ("server", "loops"):
        return comment("Not set: \(key.documentedDefault).") + ["# loops = \(ServerSettings.mostLoopsUnasked)"]
    default: return key.defaultText.map { ["# \(key.name) = \($0)"] } ?? []
    }
}

private func exclusions(_ survey: DatabaseSurvey) -> [String] {
    func item(_ parts: [String]) -> String { "    \(quoteTOML(joinObjectName(parts)))," }
    var lines: [String] = []
    if !survey.toolTables.isEmpty {
        lines.append("    # The bookkeeping of a migration tool.")
        lines += survey.toolTables.map { item([$0.schema, $0.name]) }
    }
    if !survey.secretColumns.isEmpty {
        lines.append("    # Columns whose names sound like secrets.")
        lines += survey.secretColumns.map { item([$0.relation.schema, $0.relation.name, $0.column]) }
    }
    return lines.isEmpty ? ["exclude = []"] : ["exclude = ["] + lines + ["]"]
}

private var authenticationExample: [String] {
    [""] + comment("How callers show who they are; docs/authentication.md. Without this section nobody is told apart.")
        + [
            "# [auth]", "# algorithm = \"ES256\"", "# key_file = \"jwt.pem\"",
            "# issuer = \"https://login.example.com\"",
            "# audience = \"shop\"", "# default_role = \"fraiseql_api\"", "# [auth.claims]", "# tenant_id = \"tenant\"",
        ]
}

private func tableExample(_ survey: DatabaseSurvey) -> [String] {
    let name = survey.example.map { joinObjectName([$0.name.schema, $0.name.name]) } ?? "public.users"
    let table = "# [tables.\(quoteTOML(name))"
    let column = survey.example?.columns.first?.name ?? "id"
    var lines = [""] + comment("Other names than those of the rules, for one table or view; each line is optional.")
    lines += ["\(table)]", "# type = \"Thing\"", "# single = \"thing\"", "# list = \"things\""]
    lines += ["\(table).columns]", "# \(quoteTOML(column)) = \"otherName\""]
    if let key = survey.example?.foreignKeys.first {
        lines += [
            "\(table).relations]", "# \(quoteTOML(key.constraint)) = { to_one = \"parent\", to_many = \"children\" }",
        ]
    }
    return lines
}

/// A comment, broken at 100 characters. Names of a database may hold line breaks, which would end it.
private func comment(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "#"
    for word in text.split(whereSeparator: \.isWhitespace) {
        if line.count + 1 + word.count > 100 {
            lines.append(line)
            line = "#"
        }
        line += " \(printable(String(word)))"
    }
    return lines + [line]
}
