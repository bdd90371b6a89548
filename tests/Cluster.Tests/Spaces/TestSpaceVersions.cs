using System.Collections.Concurrent;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Published versions that a test wrote itself: the manifests are real, only the grain that would have compiled them is left out.</summary>
public sealed class TestSpaceVersions : ISpaceVersions
{
    private readonly ConcurrentDictionary<(string Space, string Version), SpaceVersionInfo> _versions = new();

    public void Add(SpaceVersionInfo info)
    {
        _versions[(info.Space, FormattableString.Invariant($"{info.Version}"))] = info;
        _versions[(info.Space, SpaceInfo.Latest)] = info;
    }

    public Task<SpaceVersionInfo> ResolveAsync(string space, string version) => _versions.TryGetValue((space, version), out var info)
        ? Task.FromResult(info)
        : throw new GridException($"There is no version '{version}' of a space '{space}'.") { Kind = GridErrorKind.NotFound };
}
