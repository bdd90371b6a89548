using System.Runtime.CompilerServices;

namespace UniBind.Grid;

/// <summary>Reads what a class has page by page: no answer is longer than <see cref="IClassCenterGrain.MaxPage"/>, however much there is.</summary>
public static class ClassCenterGrainExtensions
{
    /// <summary>All descriptions, in the order in which they were first added.</summary>
    public static IAsyncEnumerable<Description> ReadDescriptionsAsync(this IClassCenterGrain grain, CancellationToken cancellationToken = default) =>
        PagesAsync(grain.GetDescriptionsAsync, cancellationToken);

    /// <summary>All rows of a version of the center.</summary>
    /// <exception cref="GridException">There is no such version, or its file is missing or damaged.</exception>
    public static IAsyncEnumerable<CenterRow> ReadRowsAsync(this IClassCenterGrain grain, int? version, CancellationToken cancellationToken = default) =>
        PagesAsync((from, count) => grain.GetRowsAsync(version, from, count), cancellationToken);

    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<int, int, Task<T[]>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var from = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await read(from, IClassCenterGrain.MaxPage);
            foreach (var each in page)
                yield return each;
            if (page.Length < IClassCenterGrain.MaxPage)
                yield break;
            from += page.Length;
        }
    }
}
