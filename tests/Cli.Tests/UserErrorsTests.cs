using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Cli.Tests;

public sealed class UserErrorsTests
{
    public static TheoryData<Exception> Users =>
    [
        new GridException("S."), new CorpusException("S."), new PackException("S."), new ItemException(ItemStage.Read, ItemErrorCodes.Empty, "S."),
        new ProviderUnavailableException("S."), new IOException("S."), new FileNotFoundException("S."), new UnauthorizedAccessException("S."),
        new AggregateException(new GridException("S.")), new AggregateException(new AggregateException(new PackException("S."))),
    ];

    public static TheoryData<Exception> Bugs =>
    [
        new InvalidOperationException("S."), new ArgumentNullException("S."), new NullReferenceException("S."),
        new AggregateException(new GridException("S."), new GridException("S.")), new AggregateException(new InvalidOperationException("S.")),
    ];

    [Theory]
    [MemberData(nameof(Users))]
    public void Explain_UsersBusiness_IsItsSentence(Exception exception) => Assert.Equal("S.", UserErrors.Explain(exception));

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Explain_Bug_IsNotExplainedAway(Exception exception) => Assert.Null(UserErrors.Explain(exception));

    [Fact]
    public void Explain_GridThatWentAway_SaysWhatToDo() =>
        Assert.StartsWith("The grid does not answer any more", UserErrors.Explain(new TimeoutException("Response did not arrive on time")), StringComparison.Ordinal);
}
