namespace UniBind.Grid.Bench.Chaos;

/// <summary>One fault of a schedule.</summary>
/// <param name="Fault">What happens.</param>
/// <param name="Phase">It happens when the job first is in this phase; null where <paramref name="Progress"/> says when.</param>
/// <param name="Progress">It happens when this fraction of the parts is committed.</param>
/// <param name="Target">The number of the silo among its kind.</param>
/// <param name="Seconds">How long it lasts, or after which time a killed silo is started again; 0 for never.</param>
/// <param name="Amount">Of clocks: hours. Of storage: the fraction of requests.</param>
internal sealed record Injection(FaultKind Fault, Phase? Phase, double? Progress, int Target, double Seconds, double Amount = 0)
{
    /// <summary>For logs and tables.</summary>
    public string Describe() => FormattableString.Invariant($"{Names.Of(Fault)} {Target} at {(Phase is { } phase ? Names.Of(phase) : $"{Progress:P0}")}")
        + (Seconds > 0 ? FormattableString.Invariant($" for {Seconds:0.#} s") : "");
}
