using Microsoft.Data.Sqlite;

namespace UniBind.Grid.Silo;

/// <summary>
/// The tables and queries that Orleans' ADO.NET storage provider expects to find. The provider creates neither; its own script is not
/// part of its package. This one keys on the full grain id, where the original keys on hashes, and is faster for it.
/// </summary>
internal static class SqliteSchema
{
    private const string Script = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS GrainState (
            ServiceId TEXT NOT NULL, GrainType TEXT NOT NULL, N0 INTEGER NOT NULL, N1 INTEGER NOT NULL, Extension TEXT NOT NULL,
            Payload BLOB NULL, Version INTEGER NOT NULL, ModifiedOn TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
            PRIMARY KEY (ServiceId, GrainType, N0, N1, Extension));
        INSERT OR REPLACE INTO OrleansQuery VALUES ('ReadFromStorageKey', $read), ('WriteToStorageKey', $write), ('ClearStorageKey', $clear);
        """;

    private const string Key =
        "ServiceId=@ServiceId AND GrainType=@GrainTypeString AND N0=@GrainIdN0 AND N1=@GrainIdN1 AND Extension=coalesce(@GrainIdExtensionString,'')";

    private const string Stamp = "Version=Version+1, ModifiedOn=strftime('%Y-%m-%dT%H:%M:%fZ','now')";

    private const string Read = $"SELECT Payload AS PayloadBinary, Version FROM GrainState WHERE {Key}";

    // One statement of each pair does the write: the insert while there is no version, the update against the version that was read.
    private const string Write = $"""
        INSERT INTO GrainState (ServiceId, GrainType, N0, N1, Extension, Payload, Version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString,''), @PayloadBinary, 1
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING RETURNING Version AS NewGrainStateVersion;
        UPDATE GrainState SET Payload=@PayloadBinary, {Stamp}
        WHERE {Key} AND Version=@GrainStateVersion RETURNING Version AS NewGrainStateVersion
        """;

    private const string Clear = $"UPDATE GrainState SET Payload=NULL, {Stamp} WHERE {Key} AND Version=@GrainStateVersion RETURNING Version AS NewGrainStateVersion";

    /// <summary>Creates what is missing in the database file; repeating it changes nothing.</summary>
    /// <exception cref="SqliteException">The file is no database or cannot be written.</exception>
    public static void Ensure(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Script;
        command.Parameters.AddWithValue("$read", Read);
        command.Parameters.AddWithValue("$write", Write);
        command.Parameters.AddWithValue("$clear", Clear);
        command.ExecuteNonQuery();
    }
}
