using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>
/// The door to one modality's encoders on one encoder silo; the key is <see cref="PinnedKey.For(string, string)"/> of the modality's name
/// and the silo. Thin and reentrant: it enqueues to the silo's device batcher and waits, so that concurrent calls share a batch.
/// </summary>
[Alias("unibind.IEncoderGrain")]
public interface IEncoderGrain : IGrainWithStringKey
{
    /// <summary>Embeds items in a space version; one that cannot be embedded harms no other.</summary>
    /// <exception cref="GridException">The version's pack is not on this silo, it has no head for the modality, the call is too large, or the silo is full; <see cref="GridException.Kind"/> says which.</exception>
    [Alias("Embed"), ResponseTimeout("00:05:00")]
    Task<EmbedReply> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default);

    /// <summary>Classifies one item in a published space version.</summary>
    /// <exception cref="GridException">
    /// The version's pack is not on this silo, it has no centers or no head for the modality, the content is too large or cannot be decoded, or the silo is full.
    /// </exception>
    [Alias("Classify"), ResponseTimeout("00:05:00")]
    Task<ClassifyReply> ClassifyAsync(ClassifyRequest request, CancellationToken cancellationToken = default);

    /// <summary>The encoders of this modality on the silo, one for each pack that has it.</summary>
    [Alias("Describe"), ReadOnly]
    Task<EncoderInfo[]> DescribeAsync();

    /// <summary>Where the grain runs, in the form of the key's second part.</summary>
    [Alias("GetSilo"), ReadOnly]
    Task<string> GetSiloAsync();
}
