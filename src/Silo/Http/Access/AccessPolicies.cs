namespace UniBind.Grid.Silo;

/// <summary>Authorization policies that are no scope of a key.</summary>
public static class AccessPolicies
{
    /// <summary>Reading <c>/metrics</c>: any valid key, or everybody where no keys are asked for or <see cref="AccessOptions.OpenMetrics"/> says so.</summary>
    public const string Metrics = "metrics";
}
