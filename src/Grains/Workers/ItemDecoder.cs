using System.Diagnostics;
using System.Security.Cryptography;
using UniBind.Grid.Corpora;
using UniBind.Grid.Media;

namespace UniBind.Grid.Grains;

/// <summary>Reads, hashes, decodes and preprocesses the items of one shard, on the decode threads.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ItemDecoder(ICorpusSource source, IPreprocessingProfile profile, LongText longText, MediaLimits limits)
{
    /// <summary>Decodes one item; an item's failure is part of the result.</summary>
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
            var format = Enum.Parse<MediaFormat>(planned.Format);
            IReadOnlyList<PreparedItem> prepared = longText == LongText.ChunkRows && profile is ITextChunker chunker
                ? chunker.PrepareChunks(content, format, cancellationToken)
                : [profile.Prepare(content, format, cancellationToken)];
            return new DecodedItem(planned, sha, prepared, null, Stopwatch.GetElapsedTime(start), bytes);
        }
        catch (ItemException e)
        {
            return new DecodedItem(planned, sha, [], e, Stopwatch.GetElapsedTime(start), bytes);
        }
        catch (OutOfMemoryException)
        {
            return new DecodedItem(planned, sha, [], new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, "Decoding it needed more memory than the silo has."), Stopwatch.GetElapsedTime(start), bytes);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A decoder's bug must cost one item and not the job; the type says where to look.
            var error = new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, $"Decoding failed unexpectedly ({e.GetType().Name}): {e.Message}", e);
            return new DecodedItem(planned, sha, [], error, Stopwatch.GetElapsedTime(start), bytes);
        }
    }

    private string Hash(MediaContent content)
    {
        if (content.Path is null || content.Length <= limits.MaxBytes)
            return Convert.ToHexStringLower(SHA256.HashData(content.ReadBytes(limits.MaxBytes).Span));
        using var stream = content.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
