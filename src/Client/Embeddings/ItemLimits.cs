using System.Globalization;

namespace UniBind.Grid.Client;

/// <summary>What no way to the grid takes, told before anything travels.</summary>
internal static class ItemLimits
{
    /// <summary>The error of an item that is too large; null for others.</summary>
    public static EmbeddingItemException? Check(MediaQuery item, int index) => item.Content.Length <= EmbedRequest.MaxBytes
        ? null
        : new EmbeddingItemException(index, ItemErrorCodes.TooLarge, string.Create(
            CultureInfo.InvariantCulture, $"Item {index} has {item.Content.Length:N0} bytes and a call carries at most {EmbedRequest.MaxBytes:N0}; embed it by a batch job."));
}
