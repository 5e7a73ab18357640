import GridRecords

extension SeenToken {
    /// The token that `--seen` gave; refused when it is none of this record.
    init(entered text: String, of id: RecordID, _ codec: any RecordCoding) throws(ClientError) {
        guard let token = SeenToken(text: text, of: id, codec) else {
            throw ClientError(
                code: "bad_input", message: "The value of --seen is not a token of this record.",
                hint: "Take it from the `seen` of `show` or `conflicts show`.", exitCode: 65)
        }
        self = token
    }
}
