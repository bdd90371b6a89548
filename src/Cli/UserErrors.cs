using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Encoding;
using UniBind.Grid.Samples;

namespace UniBind.Grid.Cli;

/// <summary>Tells the errors that are the user's business from bugs.</summary>
internal static class UserErrors
{
    /// <summary>The sentence for the user, or null when the exception is a bug that should show its stack.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        GridException or CorpusException or AlignmentException or PackException or SampleCorpusException or ItemException => exception.Message,
        ProviderUnavailableException or EncoderUnavailableException or OrleansConfigurationException => exception.Message,
        TimeoutException or OrleansException => "The grid does not answer any more; 'unibind jobs list' shows its jobs, and those that were interrupted can be resumed.",
        IOException or UnauthorizedAccessException => exception.Message,
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };
}
