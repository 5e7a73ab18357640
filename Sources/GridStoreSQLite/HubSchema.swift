/// The tables of `hub.sqlite`. Replicas, names (areas, devices, workers) and changesets have small numbers, by which
/// the others refer to them.
let hubSchema = Schema(
    name: "hub store", applicationID: 0x4753_4842,
    steps: [
        """
        CREATE TABLE commits (position INTEGER PRIMARY KEY, chain BLOB) STRICT;
        CREATE TABLE names (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE replicas (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, counter INTEGER NOT NULL, chain BLOB) STRICT;

        CREATE TABLE changesets (
            number INTEGER PRIMARY KEY,
            replica INTEGER NOT NULL REFERENCES replicas,
            counter INTEGER NOT NULL CHECK (counter > 0),
            position INTEGER NOT NULL,
            hash BLOB, chain BLOB,
            device INTEGER NOT NULL REFERENCES names,
            author INTEGER NOT NULL REFERENCES names,
            effective_time INTEGER NOT NULL,
            received_time INTEGER NOT NULL,
            clock_offset INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            receipt BLOB,
            epoch BLOB NOT NULL,
            is_applied INTEGER NOT NULL,
            records BLOB,
            body BLOB) STRICT;
        CREATE UNIQUE INDEX changesets_by_dot ON changesets (replica, counter);
        CREATE INDEX changesets_by_position ON changesets (position, number);
        CREATE TABLE touches (
            record BLOB NOT NULL, changeset INTEGER NOT NULL REFERENCES changesets,
            PRIMARY KEY (record, changeset)) STRICT, WITHOUT ROWID;

        CREATE TABLE records (
            number INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            kind TEXT NOT NULL,
            position INTEGER NOT NULL,
            is_deleted INTEGER NOT NULL,
            areas TEXT NOT NULL,
            body BLOB) STRICT;
        CREATE UNIQUE INDEX records_by_id ON records (id);
        CREATE INDEX records_by_kind ON records (kind, id);
        CREATE TABLE placements (
            record BLOB NOT NULL,
            area INTEGER NOT NULL REFERENCES names,
            position INTEGER NOT NULL,
            state INTEGER NOT NULL,
            PRIMARY KEY (record, area)) STRICT, WITHOUT ROWID;
        CREATE INDEX placements_by_area ON placements (area, position, record, state);
        CREATE INDEX placements_by_position ON placements (position, record, area, state);
        """, documentsStep,
    ])

/// Shelves of documents, in both stores.
let documentsStep = """
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY, shelf TEXT NOT NULL, key TEXT NOT NULL, body BLOB) STRICT;
    CREATE UNIQUE INDEX documents_by_key ON documents (shelf, key);
    """
