using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class ClassKnowledgeTests(GridFixture fixture)
{
    private GridCluster Grid => fixture.Grid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_SameDescriptionsTwice_ChangesNothing()
    {
        var space = Knowledge.NewSpace();
        var first = await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup", "lamp"]), Token);
        var second = await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup", "lamp"]), Token);
        Assert.Equal(first, second);
        Assert.Equal(4, first[0].Approved);
        Assert.Equal(first[0].Length, new FileInfo(first[0].Path).Length);
    }

    [Fact]
    public async Task Import_KnownTextWithAnotherState_TakesOverStateReviewerAndReasonAlone()
    {
        var space = Knowledge.NewSpace();
        var proposed = Knowledge.Of(["cup"], perClass: 3, DescriptionState.Proposed);
        var before = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, proposed, Token));
        Assert.Equal((0, 3, ""), (before.Approved, before.Proposed, before.Sha256));
        var reviewed = proposed[1] with { State = DescriptionState.Rejected, Reviewer = "mia", Reason = "not true", Llm = "another" };
        var after = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, [reviewed, proposed[2] with { State = DescriptionState.Approved }], Token));
        Assert.Equal((1, 1, 1), (after.Approved, after.Proposed, after.Rejected));
        Assert.NotEqual("", after.Sha256);
        var stored = await ExportAsync(space);
        Assert.Equal(proposed.Select(d => d.Text), stored.Select(d => d.Text));
        Assert.Equal(("mia", "not true", "a model"), (stored[1].Reviewer, stored[1].Reason, stored[1].Llm));
    }

    [Fact]
    public async Task Import_FileWithTheRestOfAFailedWrite_CutsItOff()
    {
        var space = Knowledge.NewSpace();
        var before = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup"]), Token));
        await File.AppendAllTextAsync(before.Path, "{\"class\":\"cup\",\"text\":\"half a li", Token);
        Assert.Equal(4, (await ExportAsync(space)).Count);
        var more = new Description { Class = "cup", Text = "a cup with a handle", State = DescriptionState.Approved };
        var after = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, [more], Token));
        Assert.Equal(5, after.Approved);
        Assert.DoesNotContain("half a li", await File.ReadAllTextAsync(after.Path, Token));
        Assert.Equal(after.Length, new FileInfo(after.Path).Length);
    }

    [Fact]
    public async Task Import_FileTruncatedOrChanged_SaysSoAndKeepsTheRecord()
    {
        var space = Knowledge.NewSpace();
        var before = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup"]), Token));
        await DeactivateAsync(space, "cup");
        var text = await File.ReadAllTextAsync(before.Path, Token);
        await File.WriteAllTextAsync(before.Path, text.Replace("cup", "cap"), Token);
        Assert.Contains("changed outside", (await Assert.ThrowsAsync<GridException>(() => ExportAsync(space))).Message);
        await File.WriteAllTextAsync(before.Path, text[..20], Token);
        Assert.Contains("truncated", (await Assert.ThrowsAsync<GridException>(() => ExportAsync(space))).Message);
        await File.WriteAllTextAsync(before.Path, text, Token);
        Assert.Equal(4, (await ExportAsync(space)).Count);
    }

    [Theory]
    [InlineData("coffee\u00a0mug")]
    [InlineData("Coffee_Mug")]
    public async Task Import_TwoClassesThatReadTheSame_RefusesTheSecondAndStoresNothingOfIt(string other)
    {
        var space = Knowledge.NewSpace();
        await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["coffee mug"]), Token);
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["tea", other]), Token));
        Assert.Contains("Two classes have the name", error.Message);
        Assert.Equal(["coffee mug"], (await Grid.Client.Spaces.GetAsync(space)).Classes);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData(" cup", "x")]
    [InlineData("cup", "   ")]
    public async Task Import_BadDescription_IsRefused(string name, string text) =>
        await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportAsync(Knowledge.NewSpace(), [new Description { Class = name, Text = text }], Token));

    [Fact]
    public async Task Import_AnotherActivationWroteInBetween_SaysSoAndLosesNothing()
    {
        var space = Knowledge.NewSpace();
        await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup"]), Token);
        var key = SpaceKey.ForClass(space, "cup");
        await OtherActivation.TouchAsync<ClassCenterState>(Grid, "class", Grid.Grains.GetGrain<IClassCenterGrain>(key).GetGrainId(), s => s with { Current = 0 });
        var more = new Description { Class = "cup", Text = "a cup with a handle", State = DescriptionState.Approved };
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportAsync(space, [more], Token));
        Assert.Contains("from elsewhere", error.Message);
        Assert.Equal(5, Assert.Single(await Grid.Client.Spaces.ImportAsync(space, [more], Token)).Approved);
        Assert.Equal(5, (await ExportAsync(space)).Count);
    }

    [Fact]
    public async Task Import_AnotherActivationIsWriting_LeavesItsFileAsItIs()
    {
        var space = Knowledge.NewSpace();
        var before = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup"]), Token));
        await DeactivateAsync(space, "cup");

        // The other activation has written a line that its state does not name yet.
        await File.AppendAllTextAsync(before.Path, "{\"class\":\"cup\",\"text\":\"of the other\"}\n", Token);
        var theirs = await File.ReadAllTextAsync(before.Path, Token);
        var more = new Description { Class = "cup", Text = "a cup with a handle", State = DescriptionState.Approved };

        var after = Assert.Single(await Grid.Client.Spaces.ImportAsync(space, [more], Token));

        Assert.Equal(theirs, await File.ReadAllTextAsync(before.Path, Token));
        Assert.NotEqual(before.Path, after.Path);
        Assert.Equal(5, after.Approved);
        Assert.DoesNotContain(await ExportAsync(space), d => d.Text == "of the other");
    }

    [Fact]
    public async Task Export_MoreThanOnePage_HasEveryDescriptionOnceInOrder()
    {
        var space = Knowledge.NewSpace();
        var all = Knowledge.Of(["cup"], perClass: 2 * IClassCenterGrain.MaxPage + 1);
        await Grid.Client.Spaces.ImportAsync(space, all, Token);
        var grain = Grid.Grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, "cup"));

        Assert.Equal(all.Select(d => d.Text), (await ExportAsync(space)).Select(d => d.Text));
        Assert.Equal(IClassCenterGrain.MaxPage, (await grain.GetDescriptionsAsync(1, IClassCenterGrain.MaxPage)).Length);
        await Assert.ThrowsAsync<GridException>(() => grain.GetDescriptionsAsync(0, IClassCenterGrain.MaxPage + 1));
    }

    [Theory]
    [InlineData("a cup\u001b[2J", "", "")]
    [InlineData("a cup", "look\u009b", "")]
    [InlineData("a cup", "", "because\nof it")]
    public async Task Import_ControlCharacters_AreRefused(string text, string facet, string reason)
    {
        var description = new Description { Class = "cup", Text = text, Facet = facet, Reason = reason };
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportAsync(Knowledge.NewSpace(), [description], Token));
        Assert.Contains("control character", error.Message);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private async Task<List<Description>> ExportAsync(string space)
    {
        var all = new List<Description>();
        await foreach (var description in Grid.Client.Spaces.ExportAsync(space, null, Token))
            all.Add(description);
        return all;
    }

    private async Task DeactivateAsync(string space, string name)
    {
        await Grid.Grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, name)).AsReference<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();
        await Task.Delay(200, Token);
    }
}
