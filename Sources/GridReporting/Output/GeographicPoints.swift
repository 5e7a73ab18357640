package import GridRecords

/// A record on the map.
package struct MapPoint: Sendable {
    package let id: RecordID
    package let kind: String
    package let point: GeoPoint
    /// Fields that may leave the office, already masked.
    package let properties: [String: JSONValue]

    package init(id: RecordID, kind: String, point: GeoPoint, properties: [String: JSONValue] = [:]) {
        self.id = id
        self.kind = kind
        self.point = point
        self.properties = properties
    }
}

package enum GeographicPoints {
    /// A feature collection (RFC 7946) in WGS-84, sorted by id; degrees with six places, about a decimetre.
    package static func geoJSON(_ points: [MapPoint]) -> JSONValue {
        [
            "type": "FeatureCollection",
            "features": .array(points.sorted { $0.id < $1.id }.map(feature)),
        ]
    }

    private static func feature(_ point: MapPoint) -> JSONValue {
        let place = Degrees(
            longitude: Double(point.point.longitude) / 1_000_000_000,
            latitude: Double(point.point.latitude) / 1_000_000_000)
        let shown = Coordinates.wgs84(place, in: point.point.system)
        var properties = point.properties
        properties["kind"] = .string(point.kind)
        if let accuracy = point.point.accuracyCentimetres {
            properties["accuracy_m"] = FixedPoint(units: accuracy, scale: 2).json
        }
        return [
            "type": "Feature", "id": .string(point.id.text), "properties": .object(properties),
            "geometry": [
                "type": "Point", "coordinates": [degrees(shown.longitude), degrees(shown.latitude)],
            ],
        ]
    }

    private static func degrees(_ value: Double) -> JSONValue {
        guard value.isFinite, value.magnitude <= 360 else { return .null }
        return FixedPoint(units: Int64((value * 1_000_000).rounded()), scale: 6).json
    }
}
