using System.Reflection;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SerializedTypesTests
{
    public static TheoryData<Type> Serialized { get; } = new(
        new[] { typeof(JobSpec).Assembly, typeof(Grains.JobGrain).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null && t.Namespace!.StartsWith("UniBind", StringComparison.Ordinal)));

    public static TheoryData<Type> Interfaces { get; } = new(
        typeof(JobSpec).Assembly.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IAddressable))));

    [Theory]
    [MemberData(nameof(Serialized), DisableDiscoveryEnumeration = true)]
    public void Type_Serialized_HasAliasAndAnIdOnEveryStoredProperty(Type type)
    {
        Assert.NotNull(type.GetCustomAttribute<AliasAttribute>());
        if (type.IsEnum || type.IsAssignableTo(typeof(Exception)))
            return;
        var stored = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(p => p.SetMethod is not null && p.Name != "EqualityContract")
            .ToArray();
        var ids = stored.Select(p => p.GetCustomAttribute<IdAttribute>()).ToArray();
        Assert.All(stored.Zip(ids), pair => Assert.True(pair.Second is not null, $"{type.Name}.{pair.First.Name} has no [Id]"));
        Assert.Equal(ids.Length, ids.Select(i => i!.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Interfaces), DisableDiscoveryEnumeration = true)]
    public void Interface_OfAGrain_HasAliasesOnItselfAndEveryMethod(Type type)
    {
        Assert.NotNull(type.GetCustomAttribute<AliasAttribute>());
        Assert.All(type.GetMethods(), m => Assert.True(m.GetCustomAttribute<AliasAttribute>() is not null, $"{type.Name}.{m.Name} has no [Alias]"));
    }

    [Fact]
    public void Aliases_AllTypes_AreUnique()
    {
        var aliases = Serialized.Concat(Interfaces).Select(row => row.Data.GetCustomAttribute<AliasAttribute>()!.Alias).ToArray();
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }
}
