/// One header field; names are lower case.
package struct HeaderField: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A request without its body, apart from any socket.
package struct RequestHead: Sendable {
    package var method: String
    /// The path without its query.
    package var path: String
    /// What stands after the `?`; empty without one.
    package var query = ""
    package var headers: [HeaderField]
    /// The caller's address without port, as the socket knows it or, behind a proxy, as the proxy says.
    package var address: String

    package init(method: String, path: String, headers: [HeaderField] = [], address: String = "127.0.0.1") {
        self.method = method
        self.path = path
        self.headers = headers
        self.address = address
    }

    /// The values of all fields of a name, in their order.
    package func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    /// The value of the only field of a name; nil when there is none or several.
    package func only(_ name: String) -> String? {
        let found = values(name)
        return found.count == 1 ? found[0] : nil
    }
}

/// An answer, apart from any socket.
package struct EndpointResponse: Sendable {
    package var status: Int
    package var headers: [HeaderField]
    package var body: [UInt8]
    /// Whether the connection ends with this answer, because the rest of the request was not read.
    package var endsConnection = false

    package init(status: Int, headers: [HeaderField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(status: Int, type: String, body: [UInt8]) {
        self.init(status: status, headers: [HeaderField("content-type", type)], body: body)
    }

    /// The value of the first field of a name.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
