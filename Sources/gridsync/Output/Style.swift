/// Colours of a terminal (ECMA-48, section 8.3.117), or none.
struct Style: Sendable {
    let isColoured: Bool

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func alarming(_ text: String) -> String { wrapped(text, "31") }
    func questionable(_ text: String) -> String { wrapped(text, "33") }
    func good(_ text: String) -> String { wrapped(text, "32") }
}
