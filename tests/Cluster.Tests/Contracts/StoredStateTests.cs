using System.Reflection;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Samples;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>What is stored by one version of the grid is read by the next.</summary>
public sealed class StoredStateTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static readonly OrleansGrainStorageSerializer Serializer = new(Services.GetRequiredService<Serializer>());

    public static TheoryData<string> States { get; } = new("job", "jobs", "space", "spaces", "class", "alignment");

    [Theory]
    [MemberData(nameof(States))]
    public void State_GoldenBytes_AreReadAndWritten(string name)
    {
        var state = StoredStates.Get(name);
        var golden = Golden(name);

        var read = typeof(StoredStateTests).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(state.GetType()).Invoke(null, [golden]);

        Assert.Equal(JsonSerializer.Serialize(state, state.GetType()), JsonSerializer.Serialize(read, state.GetType()));
        Assert.Equal(Convert.ToBase64String(golden), Convert.ToBase64String(Write(state)));
    }

    /// <summary>A job that was stored before jobs were confined to folders has no bounds, rather than none that can be read.</summary>
    [Fact]
    public void Job_StoredBeforeConfine_HasNoBounds()
    {
        var state = (JobGrainState)StoredStates.Get("job");
        state.Spec = state.Spec! with { Confine = [] };
        Assert.Equal(JsonSerializer.Serialize(state), JsonSerializer.Serialize(Read<JobGrainState>(Golden("job-before-confine"))));
    }

    [Fact]
    public void States_OfGrains_HaveAllAGolden()
    {
        var stored = typeof(JobGrain).Assembly.GetTypes()
            .SelectMany(t => t.GetConstructors()).SelectMany(c => c.GetParameters())
            .Where(p => p.GetCustomAttribute<PersistentStateAttribute>() is not null)
            .Select(p => p.ParameterType.GetGenericArguments()[0]).ToHashSet();
        Assert.Equal(stored.Select(t => t.Name).Order(), States.Select(row => StoredStates.Get(row.Data).GetType().Name).Order());
    }

    /// <summary>The header was stored before there were published spaces: without the last four of today's properties, and with an older spec.</summary>
    [Fact]
    public async Task Resume_JobOfAnOlderSchema_RunsToItsEnd()
    {
        using var folder = new TempFolder();
        var source = Path.Combine(folder.Path, "s").PadRight(128, 's');
        var output = Path.Combine(folder.Path, "o").PadRight(128, 'o');
        await SampleCorpus.WriteAsync(source, new SampleOptions { PerClass = 4 }, cancellationToken: TestContext.Current.CancellationToken);
        var held = Replaced(Golden("job-before-spaces"), "/golden/".PadRight(128, 's'), source);
        held = Replaced(held, "/golden/".PadRight(128, 'o'), output);
        held = Replaced(held, new string('a', 64), EncoderPack.Load(ClassicPack.Folder).Sha256);
        await using var grid = await GridCluster.StartAsync(encoders: 1, coordinators: 2);
        var storage = grid.Services(grid.Silos[0]).GetRequiredKeyedService<IGrainStorage>(GrainStorage.Name);
        var id = grid.Grains.GetGrain<IJobGrain>("older").GetGrainId();
        await storage.WriteStateAsync("job", id, new GrainState<JobGrainState>(new JobGrainState()), TestContext.Current.CancellationToken);
        Overwrite(Path.Combine(Path.GetDirectoryName(grid.SpacesFolder)!, "grid.db"), held);

        var before = await grid.Client.GetJobAsync("older");
        await grid.Client.ResumeAsync("older");
        var end = await grid.FinishAsync("older");

        Assert.Equal((JobState.Paused, 40L), (before.State, before.Listed));
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(40, end.Embedded);
        Assert.Equal(40, (await OutputRows.ReadAsync(output)).Count);
    }

    private static T Read<T>(byte[] bytes) => Serializer.Deserialize<T>(new BinaryData(bytes))!;

    private static byte[] Write(object state) =>
        ((BinaryData)typeof(OrleansGrainStorageSerializer).GetMethod(nameof(OrleansGrainStorageSerializer.Serialize))!.MakeGenericMethod(state.GetType()).Invoke(Serializer, [state])!).ToArray();

    private static byte[] Golden(string name) =>
        Convert.FromBase64String(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Contracts", "Golden", name + ".b64")));

    /// <summary>Strings are stored with their length, so what replaces one is as long.</summary>
    private static byte[] Replaced(byte[] bytes, string old, string by)
    {
        Assert.Equal(old.Length, by.Length);
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text.Replace(old, by, StringComparison.Ordinal));
    }

    private static void Overwrite(string database, byte[] payload)
    {
        using var connection = new SqliteConnection($"Data Source={database};Default Timeout=30;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE GrainState SET Payload=$payload WHERE GrainType LIKE '%job%' AND Extension='older'";
        command.Parameters.AddWithValue("$payload", payload);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
