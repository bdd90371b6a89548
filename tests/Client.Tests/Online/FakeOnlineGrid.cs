namespace UniBind.Grid.Client.Tests;

/// <summary>Encoder silos by name, all with the pack <c>toy</c> for texts and images, which answer as a test scripts.</summary>
internal sealed class FakeOnlineGrid(params string[] silos) : ITopologyGrain, ISearchGrain
{
    private readonly Lock _lock = new();

    /// <summary>The calls so far, by silo.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What a silo answers.</summary>
    public Func<string, EmbedRequest, CancellationToken, Task<EmbedReply>> Embed { get; set; } = (_, request, _) => Task.FromResult(Reply(request));

    /// <summary>The silos that polls find.</summary>
    public string[] Silos { get; set; } = silos;

    public IGrainFactory Grains => FakeGrains.Of((type, key) => type == typeof(IEncoderGrain) ? new Door(this, PinnedKey.Parse(key).Silo) : this);

    public static EmbedReply Reply(EmbedRequest request) => new() { Items = [.. request.Items.Select(_ => new EmbeddedItem { Vector = new byte[8] })], Encoder = "e", Head = "identity" };

    public static GridException Full() => new("It is full.") { Kind = GridErrorKind.Overloaded, RetryAfter = TimeSpan.FromMilliseconds(20) };

    public Task<WorkerInfo[]> DescribeWorkersAsync() => Task.FromResult(Array.ConvertAll(Silos, silo => new WorkerInfo
    {
        Silo = silo,
        Name = silo,
        Device = "cpu",
        Encoders = [.. new[] { Modality.Text, Modality.Image }.Select(m => new EncoderInfo { Pack = "toy", PackSha256 = "abc", Modality = m, Sha256 = "e" })],
    }));

    public Task<SpaceHandle> OpenSpaceAsync(string reference) => Task.FromResult(new SpaceHandle { Id = "toy@0", Manifest = "", Pack = "toy", PackSha256 = "abc" });

    public Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private sealed class Door(FakeOnlineGrid grid, string silo) : IEncoderGrain
    {
        public Task<EmbedReply> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default)
        {
            lock (grid._lock)
                grid.Calls.Add(silo);
            return grid.Embed(silo, request, cancellationToken);
        }

        public Task<ClassifyReply> ClassifyAsync(ClassifyRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<EncoderInfo[]> DescribeAsync() => throw new NotSupportedException();

        public Task<string> GetSiloAsync() => Task.FromResult(silo);
    }
}
