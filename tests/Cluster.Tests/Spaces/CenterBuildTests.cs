using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cluster.Tests;

public sealed class CenterBuildTests(GridFixture fixture)
{
    private GridCluster Grid => fixture.Grid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_ApprovedDescriptions_GivesUnitRowsOfTheClassWithLineage()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 5, "cup", "lamp");
        var center = await Grid.Client.Spaces.GetCenterAsync(space, "lamp");
        Assert.Equal(3, center.Rows.Count);
        Assert.All(center.Rows, r => Assert.Contains("lamp", r.Text));
        Assert.Equal((1, "medoid 3", "classic"), (center.Center.Version, center.Center.Selection, center.Center.Pack));
        Assert.Equal(["a model"], center.Center.Llms);
        Assert.Equal([new string('a', 64)], center.Center.Prompts);
        using var file = SafetensorsFile.Open(new BlobStore(Path.Combine(Grid.SpacesFolder, "blobs")).Require(center.Center.File));
        var set = CenterFile.Read(file);
        for (var r = 0; r < set.Rows.Rows; r++)
            Assert.Equal(1f, System.Numerics.Tensors.TensorPrimitives.Norm(set.Rows.Row(r)), 1e-5f);
    }

    [Fact]
    public async Task Build_Again_KeepsWhatStandsAndBuildsWhatChanged()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 4, "cup", "lamp");
        var again = await Knowledge.BuildAsync(Grid.Client, space);
        Assert.Equal((0, 2), (again.Built, again.Unchanged));
        await Grid.Client.Spaces.ImportAsync(space, [new Description { Class = "cup", Text = "a mug without a lid", State = DescriptionState.Approved }], Token);
        var changed = await Knowledge.BuildAsync(Grid.Client, space, rows: 3);
        Assert.Equal((1, 1), (changed.Built, changed.Unchanged));
        var otherRows = await Knowledge.BuildAsync(Grid.Client, space, rows: 2);
        Assert.Equal((2, 0, 4L), (otherRows.Built, otherRows.Unchanged, otherRows.Rows));
    }

    [Fact]
    public async Task Build_ProposedAndMaskedDescriptions_EnterOnlyWhenAskedAndKeepTheirModalities()
    {
        var space = Knowledge.NewSpace();
        var sound = new Description { Class = "cup", Text = "the clink of a cup", State = DescriptionState.Proposed, Modalities = [Modality.Audio] };
        var caption = new Description { Class = "cup", Text = "a caption of an item", State = DescriptionState.Approved, Kind = DescriptionKind.Sample, Item = "i1" };
        await Grid.Client.Spaces.ImportAsync(space, [.. Knowledge.Of(["cup"], 2), sound, caption], Token);
        Assert.Equal(2, (await Knowledge.BuildAsync(Grid.Client, space, rows: 10)).Rows);
        Assert.Equal(3, (await Knowledge.BuildAsync(Grid.Client, space, rows: 10, includeProposed: true)).Rows);
        var rows = (await Grid.Client.Spaces.GetCenterAsync(space, "cup")).Rows;
        Assert.Equal([Modality.Audio], rows.Single(r => r.Text == sound.Text).Modalities);
        Assert.DoesNotContain(rows, r => r.Text == caption.Text);
    }

    [Fact]
    public async Task Diff_AndRollback_BetweenTwoVersions_TellWhatEnteredAndLeft()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        var left = Knowledge.Of(["cup"], 2)[0] with { State = DescriptionState.Rejected };
        var entered = new Description { Class = "cup", Text = "a cup with a handle", State = DescriptionState.Approved };
        await Grid.Client.Spaces.ImportAsync(space, [left, entered], Token);
        await Knowledge.BuildAsync(Grid.Client, space);
        var diff = await Grid.Client.Spaces.DiffCentersAsync(space, "cup", 1, 2);
        Assert.Equal([entered.Text], diff.Entered);
        Assert.Equal([left.Text], diff.Left);
        Assert.Equal(1, diff.Kept);

        Assert.Equal(1, (await Grid.Client.Spaces.RollbackCenterAsync(space, "cup", 1)).Version);
        Assert.Equal(1, (await Grid.Client.Spaces.GetCenterAsync(space, "cup")).Center.Version);
        Assert.Equal([2, 1], (await Grid.Client.Spaces.ListCenterVersionsAsync(space, "cup")).Select(c => c.Version));
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.DiffCentersAsync(space, "cup", 1, 7));
        Assert.Contains("no center version 7; it has 2, 1", error.Message);
    }

    [Fact]
    public async Task Build_ClassWithoutApprovedDescriptions_NamesItAndBuildsNothing()
    {
        var space = Knowledge.NewSpace();
        await Grid.Client.Spaces.ImportAsync(space, [.. Knowledge.Of(["cup"]), .. Knowledge.Of(["lamp"], 2, DescriptionState.Proposed)], Token);
        var error = await Assert.ThrowsAsync<GridException>(() => Knowledge.BuildAsync(Grid.Client, space));
        Assert.Contains("'lamp'", error.Message);
        Assert.Contains("no approved description (2 wait", error.Message);
        Assert.Empty(await Grid.Client.Spaces.ListCentersAsync(space, Token));
    }

    [Theory]
    [InlineData("nosuch", "medoid", 3, "No encoder silo has the pack 'nosuch'")]
    [InlineData("classic", "best", 3, "'best' is no rule")]
    [InlineData("classic", "medoid", 0, "0 rows cannot be built")]
    public async Task Build_BadRequest_IsRefused(string pack, string rule, int rows, string sentence)
    {
        var space = Knowledge.NewSpace();
        await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["cup"]), Token);
        var error = await Assert.ThrowsAsync<GridException>(async () =>
        {
            await foreach (var _ in Grid.Client.Spaces.BuildCentersAsync(space, new CenterBuildRequest { Pack = pack, Rule = rule, Rows = rows }, Token))
            {
            }
        });
        Assert.Contains(sentence, error.Message);
    }

    [Fact]
    public async Task Build_UnknownSpaceOrClass_SaysSo()
    {
        var nowhere = await Assert.ThrowsAsync<GridException>(() => Knowledge.BuildAsync(Grid.Client, "nowhere"));
        Assert.Contains("no space 'nowhere'", nowhere.Message);
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        var error = await Assert.ThrowsAsync<GridException>(async () =>
        {
            await foreach (var _ in Grid.Client.Spaces.BuildCentersAsync(space, new CenterBuildRequest { Pack = "classic", Classes = ["cap"] }, Token))
            {
            }
        });
        Assert.Contains("'cap' is not in", error.Message);
    }
}
