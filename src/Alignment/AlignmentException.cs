namespace UniBind.Grid.Alignment;

/// <summary>Knowledge, centers, heads or a space cannot be used as they are. The message is one sentence for the user: what, where, and what to do.</summary>
public sealed class AlignmentException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AlignmentException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
