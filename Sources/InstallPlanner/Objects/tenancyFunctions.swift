private import SQLFiles
import SQLText
import SchemaMapping

/// What policies call, by signature. Not of the companion: they are there where there are tenants.
let tenancyFunctions = [
    "fraiseql.mapped_tenant()", tenantFunctionCall, "fraiseql.user_id()", "fraiseql.claim(text)",
]

/// A setting is whatever the session says it is, so it counts for the sidecar's logins alone. Each body is bound when it
/// is made, and PostgreSQL puts it in the place of the call: a function with a search path of its own would be called
/// row by row.
func tenancyFunctionObjects(_ tenancy: Tenancy) -> [InstallObject] {
    let mapped = functionObject(sqlFile("sql/tenancy/mapped_tenant.sql"))
    let trusted = tenancy.trustedLogins.map { login -> DDL in "\(literal: login)" }.joined(by: ", ")
    // Safe: one of the names of `mapTenancy`.
    let type: DDL = "\(unsafe: tenancy.type)"
    var tenant = functionObject(
        renderText(
            """
            create or replace function fraiseql.tenant_id() returns \(type)
                language sql
                stable
                parallel safe
                security invoker
            return case
                when session_user in (\(trusted)) then nullif(current_setting('fraiseql.tenant_id', true), '')::\(type)
                else fraiseql.mapped_tenant()::\(type)
            end;
            comment on function fraiseql.tenant_id() is
                'The tenant of this request, or of this login; null where there is none, and no row is of that.';
            """))
    tenant.dependsOn = [mapped.identity]
    let user = functionObject(
        renderText(
            """
            create or replace function fraiseql.user_id() returns text
                language sql
                stable
                parallel safe
                security invoker
            return case
                when session_user in (\(trusted)) then nullif(current_setting('fraiseql.user_id', true), '')
            end;
            comment on function fraiseql.user_id() is
                'The user of this request; null where there is none.';
            """))
    let claim = functionObject(
        renderText(
            """
            create or replace function fraiseql.claim(name text) returns text
                language sql
                stable
                parallel safe
                security invoker
            return case
                when session_user in (\(trusted)) then nullif(current_setting('fraiseql.' || name, true), '')
            end;
            comment on function fraiseql.claim(text) is
                'What the caller of this request is known by, such as tenant_id; null where that is not known.';
            """))
    return [mapped, tenant, user, claim]
}
