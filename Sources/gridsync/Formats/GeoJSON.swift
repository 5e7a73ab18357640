import GridRecords

/// Records with a place as a FeatureCollection of RFC 7946: positions in WGS-84, longitude first.
///
/// A place told in GCJ-02 or BD-09 is converted; `location` in the properties keeps it as it was told, `crs` names
/// the system.
enum GeoJSON {
    static func collection(_ records: [JSONValue]) -> JSONValue {
        ["type": "FeatureCollection", "features": .array(records.compactMap(feature))]
    }

    /// Nil for a record without a place.
    private static func feature(_ record: JSONValue) -> JSONValue? {
        guard let place = record["fields"]?["location"], let longitude = place["lon"]?.double,
            let latitude = place["lat"]?.double, let name = place["crs"]?.string,
            let system = GeoPoint.System(rawValue: name)
        else { return nil }
        let converted = Coordinates.wgs84(Degrees(longitude: longitude, latitude: latitude), in: system)
        var properties = record["fields"]?.object ?? [:]
        for key in ["kind", "area", "deleted"] { properties[key] = record[key] ?? .null }
        properties["crs"] = .string(name)
        return [
            "type": "Feature", "id": record["id"] ?? .null, "properties": .object(properties),
            "geometry": [
                "type": "Point",
                "coordinates": [degrees(converted.longitude), degrees(converted.latitude)],
            ],
        ]
    }

    /// Nine places, a tenth of a millimetre: what the records hold.
    private static func degrees(_ value: Double) -> JSONValue {
        .decimal(units: Int64((value * 1e9).rounded()), scale: 9)
    }
}
