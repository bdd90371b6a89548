using System.Diagnostics;
using System.Security.Cryptography;
using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Reads, hashes, decodes and preprocesses the items of one shard, on the decode threads.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ItemDecoder(ICorpusSource source, IPreprocessingProfile profile, LongText longText, MediaLimits limits, ShardCache? cache)
{
    /// <summary>Decodes one item; an item's failure is part of the result.</summary>
    /// <exception cref="CorpusException">Storage or this machine fails; the attempt is to be repeated.</exception>
    public DecodedItem Decode(PlannedItem planned, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var sha = "";
        var bytes = 0L;
        try
        {
            using var content = source.Open(planned.Item);
            bytes = content.Length;
            sha = Hash(content);
            RequireUnchanged(planned.Item, sha);
            if (cache?.TryFind(planned, sha) is { } cached)
                return new DecodedItem(planned, sha, [], null, Stopwatch.GetElapsedTime(start), bytes) { Cached = cached };
            var format = Enum.Parse<MediaFormat>(planned.Format);
            IReadOnlyList<PreparedItem> prepared = longText == LongText.ChunkRows && profile is ITextChunker chunker
                ? chunker.PrepareChunks(content, format, cancellationToken)
                : [profile.Prepare(content, format, cancellationToken)];
            return new DecodedItem(planned, sha, prepared, null, Stopwatch.GetElapsedTime(start), bytes);
        }
        catch (Exception e) when (MachineFaults.Is(e))
        {
            // Another try, or another silo, reads it.
            throw MachineFaults.Translate(e, planned.Item.Uri);
        }
        catch (ItemException e)
        {
            return new DecodedItem(planned, sha, [], e, Stopwatch.GetElapsedTime(start), bytes);
        }
        catch (OutOfMemoryException)
        {
            return new DecodedItem(planned, sha, [], new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, "Decoding it needed more memory than the silo has."), Stopwatch.GetElapsedTime(start), bytes);
        }
        catch (Exception e) when (e is not (OperationCanceledException or CorpusException))
        {
            // A decoder's bug must cost one item and not the job; the type says where to look. Storage that does not answer costs the attempt.
            var error = new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, $"Decoding failed unexpectedly ({e.GetType().Name}): {e.Message}", e);
            return new DecodedItem(planned, sha, [], error, Stopwatch.GetElapsedTime(start), bytes);
        }
    }

    /// <summary>What was planned by its content must have that content still: other items may be copies of it.</summary>
    private static void RequireUnchanged(CorpusItem item, string sha256)
    {
        if (item.Sha256.Length > 0 && item.Sha256 != sha256)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Changed, $"The content has the SHA-256 {sha256[..12]}, and {item.Sha256[..12]} was listed or planned; run the job again to embed the new content.");
    }

    private string Hash(MediaContent content)
    {
        if (content.Path is null || content.Length <= limits.MaxBytes)
            return Convert.ToHexStringLower(SHA256.HashData(content.ReadBytes(limits.MaxBytes).Span));
        using var stream = content.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
