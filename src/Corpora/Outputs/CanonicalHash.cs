using System.Security.Cryptography;
using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>
/// One hash for the rows of an output, whatever parts, order, format or compression they lie in: SHA-256 over the digests of all rows
/// (see <see cref="CanonicalRow"/>), in the order of the ids' UTF-8 bytes. Two runs agree in it exactly when all columns of all rows agree bit by bit.
/// </summary>
public static class CanonicalHash
{
    private const int RunRows = 1 << 18;

    /// <summary>Computes the hash of a job's output; sorts on disk, so that memory does not grow with the rows.</summary>
    /// <param name="folder">The job's output folder.</param>
    /// <param name="ct">Ends the computation.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    /// <exception cref="CorpusException">There is no such folder, or a part is damaged.</exception>
    public static Task<string> ComputeAsync(string folder, CancellationToken ct = default) => ComputeAsync(PartReader.ReadAsync(folder, ct), RunRows, ct);

    internal static async Task<string> ComputeAsync(IAsyncEnumerable<OutputRow> rows, int runRows, CancellationToken ct)
    {
        var temporary = Directory.CreateTempSubdirectory("unibind-hash-");
        try
        {
            using var canonical = new CanonicalRow();
            var runs = new List<string>();
            var run = new List<DigestRun.Entry>();
            await foreach (var row in rows.WithCancellation(ct).ConfigureAwait(false))
            {
                run.Add(new(Encoding.UTF8.GetBytes(row.Id), canonical.Digest(row)));
                if (run.Count == runRows)
                    runs.Add(DigestRun.Write(temporary.FullName, runs.Count, run));
            }
            runs.Add(DigestRun.Write(temporary.FullName, runs.Count, run));
            return Merge(runs, ct);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static string Merge(List<string> runs, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var heads = new PriorityQueue<IEnumerator<DigestRun.Entry>, DigestRun.Entry>(DigestRun.Order);
        try
        {
            foreach (var run in runs)
            {
                var entries = DigestRun.Read(run).GetEnumerator();
                if (entries.MoveNext())
                    heads.Enqueue(entries, entries.Current);
                else
                    entries.Dispose();
            }
            while (heads.TryDequeue(out var entries, out var entry))
            {
                ct.ThrowIfCancellationRequested();
                hash.AppendData(entry.Digest);
                if (entries.MoveNext())
                    heads.Enqueue(entries, entries.Current);
                else
                    entries.Dispose();
            }
        }
        finally
        {
            foreach (var (entries, _) in heads.UnorderedItems)
                entries.Dispose();
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
