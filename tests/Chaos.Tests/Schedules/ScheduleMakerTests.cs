using UniBind.Grid.Bench.Chaos;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Chaos.Tests;

public sealed class ScheduleMakerTests
{
    private static readonly FaultKind[] All = Enum.GetValues<FaultKind>();

    [Fact]
    public void Make_SameSeed_GivesTheSameSchedule()
    {
        for (var seed = 0; seed < 50; seed++)
            Assert.Equal(Make(seed).ToJson(), Make(seed).ToJson());
        Assert.True(Enumerable.Range(1, 50).Select(seed => Make(seed).ToJson()).Distinct().Count() > 40);
    }

    [Fact]
    public void Make_SeedsInARow_ShowEveryFault() =>
        Assert.Equal(All, Enumerable.Range(1, All.Length).Select(seed => Make(seed).Injections[0].Fault));

    [Fact]
    public void Make_ManySeeds_ShowEveryPhaseAndResumePointAndPoison()
    {
        var kills = Enumerable.Range(1, 30).Select(seed => ScheduleMaker.Make(seed, [FaultKind.KillEncoder], 1_000, "local", 3, 2)).ToList();
        Assert.Equal(Enum.GetValues<Phase>(), kills.Select(s => s.Injections[0].Phase!.Value).Distinct().Order());
        Assert.Equal([0, 0.001, 0.05], kills.Select(s => s.Poison).Distinct().Order());
        var resumes = Enumerable.Range(1, 6).Select(seed => ScheduleMaker.Make(seed, [FaultKind.Resume], 1_000, "local", 3, 2).Injections[0].Progress!.Value);
        Assert.Equal([0.10, 0.25, 0.50, 0.75, 0.90, 0.99], resumes.Order());
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSameSchedule()
    {
        using var folder = new TempFolder();
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var path = folder.Write("schedule.json", Make(seed).ToJson());
            Assert.Equal(Make(seed).ToJson(), Schedule.Read(path).ToJson());
        }
    }

    [Theory]
    [InlineData("--seeds", "5-2")]
    [InlineData("--faults", "kill-everyone")]
    [InlineData("--store", "floppy")]
    [InlineData("--items", null)]
    public void Parse_NonsenseOptions_SaysSo(string name, string? value)
    {
        string[] arguments = value is null ? [name] : [name, value];
        Assert.Contains(value ?? name, Assert.Throws<ArgumentException>(() => ChaosOptions.Parse(arguments)).Message);
    }

    [Fact]
    public void Parse_UnknownOption_NamesIt() => Assert.Contains("--colour", Assert.Throws<ArgumentException>(() => ChaosOptions.Parse(["--colour", "red"])).Message);

    [Fact]
    public void Parse_Seeds_TakesBothEnds() => Assert.Equal([3, 4, 5], ChaosOptions.Parse(["--seeds", "3-5"]).Seeds);

    private static Schedule Make(int seed) => ScheduleMaker.Make(seed, All, 1_000, "local", 3, 2);
}
