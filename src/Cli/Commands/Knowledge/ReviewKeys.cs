namespace UniBind.Grid.Cli;

/// <summary>Where a reviewer's keys and lines come from: the keyboard, or standard input where that is redirected.</summary>
internal abstract class ReviewKeys
{
    /// <summary>The next key in lower case; null when there are no more.</summary>
    public abstract Task<char?> KeyAsync(CancellationToken cancellationToken);

    /// <summary>A line of text; null when there are no more.</summary>
    public abstract string? Line();

    public static ReviewKeys Open() => Console.IsInputRedirected ? new Reader(Console.In) : new Keyboard();

    /// <summary>Keys and lines of a text; line ends are no keys.</summary>
    internal sealed class Reader(TextReader reader) : ReviewKeys
    {
        public override Task<char?> KeyAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int key;
            do
                key = reader.Read();
            while (key >= 0 && char.IsWhiteSpace((char)key));
            return Task.FromResult<char?>(key < 0 ? null : char.ToLowerInvariant((char)key));
        }

        public override string? Line()
        {
            var line = reader.ReadLine();
            return line is { Length: 0 } ? reader.ReadLine() : line;
        }
    }

    private sealed class Keyboard : ReviewKeys
    {
        private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(30);

        public override async Task<char?> KeyAsync(CancellationToken cancellationToken)
        {
            // Reading a key blocks and cannot be cancelled; Ctrl+C must end the review all the same.
            while (!Console.KeyAvailable)
                await Task.Delay(Poll, cancellationToken);
            return char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar);
        }

        public override string? Line() => Console.ReadLine();
    }
}
