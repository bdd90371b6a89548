using System.Text;

namespace UniBind.Grid.Media;

/// <summary>The beginning and the end of what a program said on its standard error; the middle of a flood is dropped.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ToolOutput
{
    private const int Half = 2_048;
    private readonly Lock _lock = new();
    private readonly byte[] _head = new byte[Half];
    private readonly byte[] _tail = new byte[Half];
    private long _length;

    /// <summary>Keeps what fits.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (var b in bytes)
            {
                if (_length < Half)
                    _head[_length] = b;
                else
                    _tail[(_length - Half) % Half] = b;
                _length++;
            }
        }
    }

    /// <summary>The kept lines without control characters, blanks and repeats.</summary>
    internal IReadOnlyList<string> Lines()
    {
        string text;
        lock (_lock)
        {
            var tail = _length - Half;
            text = Encoding.UTF8.GetString(_head, 0, (int)Math.Min(_length, Half));
            if (tail > Half)
                text += "\n" + Encoding.UTF8.GetString([.. _tail.AsSpan((int)(tail % Half)), .. _tail.AsSpan(0, (int)(tail % Half))]);
            else if (tail > 0)
                text += Encoding.UTF8.GetString(_tail, 0, (int)tail);
        }
        return [.. text.Split('\n', '\r').Select(Clean).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static string Clean(string line) => string.Concat(line.Where(c => !char.IsControl(c))).Trim();
}
