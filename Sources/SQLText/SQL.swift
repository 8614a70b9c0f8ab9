/// A piece of SQL as a value: text, identifiers, literals, binds and nested pieces, rendered once at the end.
///
/// Text comes from string literals only, so a value can never become syntax:
///
///     let rows: SQL<Int> = "select \(identifier: "order") from \(table) where id = \(bind: 7)"
///
/// A nested piece that starts a line is indented like that line, so layout needs no bookkeeping.
@usableFromInline
package struct SQL<Bind: Sendable>: Sendable {
    @usableFromInline
    package enum Segment: Sendable {
        case text(String)
        case identifier(String)
        case literal(String)
        case bind(Bind)
        case nested(SQL)
    }

    @usableFromInline package var segments: [Segment]

    @inlinable
    package init(segments: [Segment] = []) {
        self.segments = segments
    }

    @inlinable package var isEmpty: Bool { segments.isEmpty }

    @inlinable
    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(segments: left.segments + right.segments)
    }

    @inlinable
    package static func += (left: inout SQL, right: SQL) {
        left.segments += right.segments
    }
}

/// SQL that takes no binds: definitions, scripts.
package typealias DDL = SQL<Never>

extension SQL: ExpressibleByStringInterpolation {
    @inlinable
    package init(stringLiteral value: String) {
        segments = value.isEmpty ? [] : [.text(value)]
    }

    @inlinable
    package init(stringInterpolation: Interpolation) {
        segments = stringInterpolation.segments
    }

    @usableFromInline
    package struct Interpolation: StringInterpolationProtocol {
        @usableFromInline var segments: [Segment] = []

        @inlinable
        package init(literalCapacity: Int, interpolationCount: Int) {
            segments.reserveCapacity(2 * interpolationCount + 1)
        }

        @inlinable
        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { segments.append(.text(literal)) }
        }

        @inlinable
        package mutating func appendInterpolation(_ piece: SQL) {
            segments.append(.nested(piece))
        }

        /// A name, quoted where PostgreSQL needs it.
        @inlinable
        package mutating func appendInterpolation(identifier name: String) {
            segments.append(.identifier(name))
        }

        @inlinable
        package mutating func appendInterpolation(_ name: QualifiedName) {
            segments.append(.identifier(name.schema))
            segments.append(.text("."))
            segments.append(.identifier(name.name))
        }

        /// A string constant: see `quoteLiteral`.
        @inlinable
        package mutating func appendInterpolation(literal text: String) {
            segments.append(.literal(text))
        }

        @inlinable
        package mutating func appendInterpolation(literal number: Int) {
            segments.append(.text(String(number)))
        }

        @inlinable
        package mutating func appendInterpolation(bind: Bind) {
            segments.append(.bind(bind))
        }

        /// The one way for text that is not a literal of the program. Say beside it why it is safe.
        @inlinable
        package mutating func appendInterpolation(unsafe text: String) {
            if !text.isEmpty { segments.append(.text(text)) }
        }
    }
}

extension Sequence {
    /// Joins pieces: `columns.joined(by: ",\n")`.
    @inlinable
    package func joined<Bind>(by separator: SQL<Bind>) -> SQL<Bind> where Element == SQL<Bind> {
        var result: [SQL<Bind>.Segment] = []
        result.reserveCapacity(2 * underestimatedCount)
        for piece in self {
            if !result.isEmpty { result.append(.nested(separator)) }
            result.append(.nested(piece))
        }
        return SQL(segments: result)
    }
}
