/// Something wrong in `fraiseql.toml`, with its place.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    package var place: ConfigurationPlace

    package init(_ message: String, at place: ConfigurationPlace) {
        self.message = message
        self.place = place
    }

    /// `3:7: message`; put the file's name and a colon before it.
    package var description: String { "\(place.line):\(place.column): \(message)" }
}

/// Everything that is wrong in one `fraiseql.toml`, in the order of the text; never empty.
package struct ConfigurationErrors: Error, Sendable, CustomStringConvertible {
    package var errors: [ConfigurationError]
    /// What the file says besides, for whoever looks for more errors; nil where too little of it can be read.
    package var readable: Configuration?

    package init(_ errors: [ConfigurationError], readable: Configuration? = nil) {
        self.readable = readable
        self.errors = errors.sorted { $0.place < $1.place }
    }

    package init(_ message: String, at place: ConfigurationPlace) {
        self.init([ConfigurationError(message, at: place)])
    }

    /// One line for each error.
    package var description: String { errors.map(\.description).joined(separator: "\n") }
}
