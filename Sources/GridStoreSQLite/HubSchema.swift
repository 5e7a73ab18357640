/// The tables of `hub.sqlite`. Replicas, names (areas, devices, workers, kinds), changesets and records have small
/// numbers, by which the others refer to them.
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
        """, documentsStep, numberedRecordsStep, lighterLogStep, unreadIndexStep,
        oneRowStep, hashOfBodyStep,
    ])

/// Records have small numbers, too, given in the order in which the hub met them. An id is random, and every index with
/// an id is written all over; a number grows, so what is new comes to stand beside what is new.
private let numberedRecordsStep = """
    CREATE TABLE record_ids (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
    INSERT INTO record_ids (id) SELECT id FROM records ORDER BY number;
    INSERT INTO record_ids (id)
        SELECT record FROM placements UNION SELECT record FROM touches EXCEPT SELECT id FROM record_ids;

    CREATE TABLE records_now (
        number INTEGER PRIMARY KEY REFERENCES record_ids,
        kind INTEGER NOT NULL REFERENCES names,
        position INTEGER NOT NULL,
        is_deleted INTEGER NOT NULL,
        areas TEXT NOT NULL,
        body BLOB) STRICT;
    INSERT OR IGNORE INTO names (text) SELECT DISTINCT kind FROM records;
    INSERT INTO records_now
        SELECT i.number, n.number, r.position, r.is_deleted, r.areas, r.body
        FROM records r JOIN record_ids i ON i.id = r.id JOIN names n ON n.text = r.kind ORDER BY i.number;
    DROP TABLE records;
    ALTER TABLE records_now RENAME TO records;
    CREATE INDEX records_by_kind ON records (kind, number);

    CREATE TABLE touches_now (
        record INTEGER NOT NULL REFERENCES record_ids, changeset INTEGER NOT NULL REFERENCES changesets,
        PRIMARY KEY (record, changeset)) STRICT, WITHOUT ROWID;
    INSERT INTO touches_now
        SELECT i.number, t.changeset FROM touches t JOIN record_ids i ON i.id = t.record ORDER BY 1, 2;
    DROP TABLE touches;
    ALTER TABLE touches_now RENAME TO touches;

    CREATE TABLE placements_now (
        record INTEGER NOT NULL REFERENCES record_ids,
        area INTEGER NOT NULL REFERENCES names,
        position INTEGER NOT NULL,
        state INTEGER NOT NULL,
        PRIMARY KEY (record, area)) STRICT, WITHOUT ROWID;
    INSERT INTO placements_now
        SELECT i.number, p.area, p.position, p.state FROM placements p JOIN record_ids i ON i.id = p.record
        ORDER BY 1, 2;
    DROP TABLE placements;
    ALTER TABLE placements_now RENAME TO placements;
    CREATE INDEX placements_by_area ON placements (area, position, record, state);
    CREATE INDEX placements_by_position ON placements (position, record, area, state);
    """

/// A line of the log without what repeats: the plainest verdict is no text, the only record of a changeset is its number,
/// epochs and the first bytes of bodies, which many have in common, have numbers (`byte_names`), and a receipt is worked
/// out again when it is asked for. Bodies from before stay whole.
private let lighterLogStep = """
    CREATE TABLE byte_names (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL UNIQUE) STRICT;
    CREATE TABLE changesets_now (
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
        epoch INTEGER NOT NULL REFERENCES byte_names,
        is_applied INTEGER NOT NULL,
        record INTEGER REFERENCES record_ids,
        records BLOB,
        head INTEGER REFERENCES byte_names,
        body BLOB) STRICT;
    INSERT INTO byte_names (bytes) SELECT DISTINCT epoch FROM changesets;
    INSERT INTO changesets_now
        SELECT c.number, c.replica, c.counter, c.position, c.hash, c.chain, c.device, c.author, c.effective_time,
            c.received_time, c.clock_offset, CASE c.verdict WHEN '{"kind":"applied"}' THEN '' ELSE c.verdict END,
            n.number, c.is_applied, i.number, iif(i.number IS NULL, c.records, NULL), NULL, c.body
        FROM changesets c JOIN byte_names n ON n.bytes = c.epoch LEFT JOIN record_ids i ON i.id = c.records
        ORDER BY c.number;
    CREATE TABLE touches_now (
        record INTEGER NOT NULL REFERENCES record_ids, changeset INTEGER NOT NULL REFERENCES changesets_now,
        PRIMARY KEY (record, changeset)) STRICT, WITHOUT ROWID;
    INSERT INTO touches_now SELECT record, changeset FROM touches ORDER BY 1, 2;
    DROP TABLE touches;
    DROP TABLE changesets;
    ALTER TABLE changesets_now RENAME TO changesets;
    ALTER TABLE touches_now RENAME TO touches;
    CREATE UNIQUE INDEX changesets_by_dot ON changesets (replica, counter);
    CREATE INDEX changesets_by_position ON changesets (position, number);
    """

/// Changesets are numbered in the order of their commits: who reads the log from its beginning reads it by their numbers.
private let unreadIndexStep = "DROP INDEX changesets_by_position;"

/// A record has one row, from when the hub first meets its id: what was only met has no kind. `creation` is the changeset
/// that created it, which `touches` then does not name; where nothing has touched the record since (`is_untouched`),
/// its body goes on with that of the changeset.
private let oneRowStep = """
    ALTER TABLE record_ids ADD COLUMN kind INTEGER REFERENCES names;
    ALTER TABLE record_ids ADD COLUMN position INTEGER;
    ALTER TABLE record_ids ADD COLUMN is_deleted INTEGER;
    ALTER TABLE record_ids ADD COLUMN areas TEXT;
    ALTER TABLE record_ids ADD COLUMN creation INTEGER REFERENCES changesets DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE record_ids ADD COLUMN is_untouched INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE record_ids ADD COLUMN body BLOB;
    UPDATE record_ids AS i
        SET kind = r.kind, position = r.position, is_deleted = r.is_deleted, areas = r.areas, body = r.body
        FROM records r WHERE r.number = i.number;
    DROP TABLE records;
    ALTER TABLE record_ids RENAME TO records;
    CREATE INDEX records_by_kind ON records (kind, number);
    """

/// From here on a changeset without a hash has that of its body: an earlier program, which would read it as empty, must not
/// open the file.
private let hashOfBodyStep = "UPDATE changesets SET hash = hash WHERE false;"

/// Shelves of documents, in both stores.
let documentsStep = """
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY, shelf TEXT NOT NULL, key TEXT NOT NULL, body BLOB) STRICT;
    CREATE UNIQUE INDEX documents_by_key ON documents (shelf, key);
    """
