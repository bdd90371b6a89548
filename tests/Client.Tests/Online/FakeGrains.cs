using System.Reflection;

namespace UniBind.Grid.Client.Tests;

/// <summary>A grid of grains that a test wrote.</summary>
public class FakeGrains : DispatchProxy
{
    private Func<Type, string, object> _grain = null!;

    internal static IGrainFactory Of(Func<Type, string, object> grain)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        ((FakeGrains)(object)factory)._grain = grain;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _grain(targetMethod!.GetGenericArguments()[0], (string)args![0]!);
}
