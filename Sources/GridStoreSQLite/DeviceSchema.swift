/// The tables of `device.sqlite`. Replicas are numbered in the order in which the device used them.
let deviceSchema = Schema(
    name: "device store", applicationID: 0x4753_4456,
    steps: [
        """
        CREATE TABLE replicas (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
        CREATE TABLE journal (
            number INTEGER PRIMARY KEY,
            replica INTEGER NOT NULL REFERENCES replicas,
            counter INTEGER NOT NULL CHECK (counter > 0),
            state TEXT NOT NULL,
            at INTEGER NOT NULL,
            hash BLOB, chain BLOB,
            was_replica BLOB, was_counter INTEGER,
            records BLOB,
            verdict BLOB,
            body BLOB) STRICT;
        CREATE UNIQUE INDEX journal_by_dot ON journal (replica, counter);
        CREATE INDEX journal_by_state ON journal (state, replica, counter);
        CREATE TABLE touches (
            record BLOB NOT NULL, entry INTEGER NOT NULL REFERENCES journal,
            PRIMARY KEY (record, entry)) STRICT, WITHOUT ROWID;

        CREATE TABLE records (
            number INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            kind TEXT NOT NULL,
            disputes INTEGER NOT NULL,
            areas TEXT NOT NULL,
            body BLOB) STRICT;
        CREATE UNIQUE INDEX records_by_id ON records (id);
        CREATE INDEX records_by_kind ON records (kind, id);
        CREATE INDEX records_in_dispute ON records (id, disputes) WHERE disputes > 0;
        """, documentsStep,
    ])
