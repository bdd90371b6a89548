namespace UniBind.Grid.Abstractions.Tests.Jobs;

public sealed class JobSpecTests
{
    private static readonly JobSpec Spec = new() { Source = "/corpus", Output = "/out", Space = "classic@0" };

    public static TheoryData<string, JobSpec> Others => new()
    {
        { nameof(JobSpec.Source), Spec with { Source = "/Corpus" } },
        { nameof(JobSpec.Output), Spec with { Output = "/out/" } },
        { nameof(JobSpec.Space), Spec with { Space = "classic@1" } },
        { nameof(JobSpec.Limit), Spec with { Limit = 0 } },
        { nameof(JobSpec.Modalities), Spec with { Modalities = [Modality.Text] } },
        { nameof(JobSpec.LongText), Spec with { LongText = "chunk-mean" } },
        { nameof(JobSpec.Sink), Spec with { Sink = "npy" } },
        { nameof(JobSpec.PackSha256), Spec with { PackSha256 = "00" } },
        { nameof(JobSpec.IgnoreManifest), Spec with { IgnoreManifest = true } },
        { nameof(JobSpec.RealignFrom), Spec with { RealignFrom = "/source" } },
        { nameof(JobSpec.NoRaw), Spec with { NoRaw = true } },
        { nameof(JobSpec.Since), Spec with { Since = "/earlier" } },
        { nameof(JobSpec.Append), Spec with { Append = true } },
        { nameof(JobSpec.NoCache), Spec with { NoCache = true } },
        { nameof(JobSpec.Priority), Spec with { Priority = JobPriority.High } },
        { nameof(JobSpec.MaxErrors), Spec with { MaxErrors = 0.1 } },
        { nameof(JobSpec.Confine), Spec with { Confine = ["/corpora"] } },
    };

    [Fact]
    public void Equals_SameMembers_IsEqual()
    {
        var same = new JobSpec { Source = "/corpus", Output = "/out", Space = "classic@0", LongText = "truncate", Sink = "parquet" };
        Assert.Equal(Spec, same);
        Assert.Equal(Spec.GetHashCode(), same.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Equals_AnyOtherMember_IsNotEqual(string member, JobSpec other) => Assert.False(Spec == other, member);

    [Fact]
    public void Others_CoverEveryMember() =>
        Assert.Equal(typeof(JobSpec).GetProperties().Select(p => p.Name).Order(), Others.Select(o => o.Data.Item1).Order());

    [Fact]
    public void Equals_ModalitiesOfAnotherArray_IsNotEqual()
    {
        // Arrays are compared by reference: whoever compares specs compares the modalities apart, as the grid does.
        var one = Spec with { Modalities = [Modality.Text, Modality.Image] };
        var other = Spec with { Modalities = [Modality.Text, Modality.Image] };
        Assert.NotEqual(one, other);
        Assert.Equal(one with { Modalities = [] }, other with { Modalities = [] });
        Assert.Equal(one, one with { Limit = null });
    }
}
