extension StringProtocol where SubSequence == Substring {
    /// Without the white space at its end.
    func trimmingEnd() -> Substring {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
