using System.Buffers.Binary;
using System.Numerics;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Reads the data of Python pickles (protocols 2 to 5) without executing anything: instructions that build plain values are understood, the
/// names that files of torch and numpy use are known to <see cref="PickleCalls"/>, and everything else is refused.
/// </summary>
/// <remarks>
/// Iterative, bounded by the file's length, a <see cref="PickleBudget"/> and the depth of its stack. Not thread-safe. Format: Lib/pickletools.py of CPython.
/// </remarks>
/// <param name="data">The bytes.</param>
/// <param name="budget">The bounds.</param>
/// <param name="calls">What stands for the few names that are known.</param>
/// <param name="persistent">Gives what the file names from outside the pickle.</param>
internal sealed class PickleReader(ReadOnlyMemory<byte> data, PickleBudget budget, PickleCalls calls, Func<object?, object?> persistent)
{
    private const int MaxStack = 1_000_000;
    private const int MaxInteger = 64;

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];

    /// <summary>The first byte after the pickles read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the next pickle.</summary>
    /// <exception cref="InvalidDataException">It is damaged, has something that is not plain data, or exceeds the bounds; the message is part of a sentence.</exception>
    public object? Read()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        while (true)
        {
            budget.Step();
            var code = (char)Take(1).Span[0];
            if (code == '.')
                return Pop();
            Execute(code);
            if (_stack.Count > MaxStack || _marks.Count > MaxStack)
                throw new InvalidDataException($"its stack is deeper than {MaxStack:N0}");
        }
    }

    /// <summary>Reads bytes that stand between pickles.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > data.Length - Position)
            throw new InvalidDataException("it ends too early; it may be truncated");
        var bytes = data.Slice(Position, (int)count);
        Position += (int)count;
        return bytes;
    }

    private void Execute(char code)
    {
        switch (code)
        {
            case '\x80':
                if (Take(1).Span[0] is var protocol and (< 2 or > 5))
                    throw new InvalidDataException($"its pickle protocol is {protocol}; 2 to 5 are read");
                break;
            case '\x95': Take(8); break; // a frame only groups instructions

            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span)); break;
            case 'K': Push((long)Take(1).Span[0]); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span)); break;
            case '\x8a': Push(Integer(Take(1).Span[0])); break;
            case '\x8b': Push(Integer(BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span))); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8).Span)); break;

            case '\x8c': Push(Text(Take(1).Span[0])); break;
            case 'X': Push(Text(Length4())); break;
            case '\x8d': Push(Text(Length8())); break;
            case 'C': Push(Take(Take(1).Span[0])); break;
            case 'B': Push(Take(Length4())); break;
            case '\x8e' or '\x96': Push(Take(Length8())); break;
            case 'U': Push(System.Text.Encoding.Latin1.GetString(Take(Take(1).Span[0]).Span)); break;
            case 'T': Push(System.Text.Encoding.Latin1.GetString(Take(Length4()).Span)); break;

            case '(': _marks.Add(_stack.Count); break;
            case '0': Pop(); break;
            case '1': PopToMark(); break;
            case '2': Push(Peek()); break;
            case ')': Push(new PickleTuple([])); break;
            case 't': Push(new PickleTuple(PopToMark())); break;
            case '\x85': Push(new PickleTuple([Pop()])); break;
            case '\x86': Push(new PickleTuple(Pop(2))); break;
            case '\x87': Push(new PickleTuple(Pop(3))); break;
            case ']': Push(new List<object?>()); break;
            case 'l': Push(new List<object?>(PopToMark())); break;
            case 'a': Extend([Pop()]); break;
            case 'e': Extend(PopToMark()); break;
            case '}': Push(new PickleDict()); break;
            case 'd': SetItems(new PickleDict(), PopToMark(), push: true); break;
            case 's': SetItems(null, Pop(2), push: false); break;
            case 'u': SetItems(null, PopToMark(), push: false); break;

            case 'q': _memo[Take(1).Span[0]] = Peek(); break;
            case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span)] = Peek(); break;
            case '\x94': _memo[(uint)_memo.Count] = Peek(); break;
            case 'h': Push(Recall(Take(1).Span[0])); break;
            case 'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span))); break;

            case 'c': Push(calls.Resolve(Line(), Line())); break;
            case '\x93':
                Push(Pop(2) is [string module, string name] ? calls.Resolve(module, name) : throw new InvalidDataException("it names a module's member by something else than two texts"));
                break;
            case 'R':
                Push(Pop(2) is [PickleGlobal function, PickleTuple arguments] ? calls.Reduce(function, arguments) : throw new InvalidDataException("it calls something that is no function of torch or numpy"));
                break;
            case 'b':
                var state = Pop();
                PickleCalls.Build(Peek(), state);
                break;
            case 'Q': Push(persistent(Pop())); break;

            default:
                throw new InvalidDataException($"it has the pickle instruction 0x{(int)code:x2} at byte {Position - 1}, which files of centers do not need and which is refused");
        }
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Underflow();

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count) => _stack.Count - count >= Floor ? Cut(_stack.Count - count) : throw Underflow();

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Underflow();
        var values = Cut(_marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private object?[] Cut(int from)
    {
        var values = _stack[from..].ToArray();
        _stack.RemoveRange(from, values.Length);
        return values;
    }

    /// <summary>What lies below a mark is out of reach until the mark is popped.</summary>
    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private static InvalidDataException Underflow() => new("it takes values that it never gave; it may be damaged");

    private void Extend(object?[] values)
    {
        if (Peek() is not List<object?> list)
            throw new InvalidDataException("it appends to something that is no list");
        list.AddRange(values);
    }

    private void SetItems(PickleDict? dict, object?[] values, bool push)
    {
        dict ??= Peek() as PickleDict ?? throw new InvalidDataException("it sets items of something that is no dictionary");
        if (values.Length % 2 != 0)
            throw new InvalidDataException("it has a dictionary whose last key has no value");
        for (var i = 0; i < values.Length; i += 2)
            dict.Add(values[i], values[i + 1]);
        if (push)
            Push(dict);
    }

    private object? Recall(uint index) => _memo.TryGetValue(index, out var value) ? value : throw new InvalidDataException("it recalls a value that it never gave; it may be damaged");

    private long Length4() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    private long Length8() => BinaryPrimitives.ReadInt64LittleEndian(Take(8).Span);

    private string Text(long length) => System.Text.Encoding.UTF8.GetString(Take(length).Span);

    private object Integer(int length)
    {
        if (length is < 0 or > MaxInteger)
            throw new InvalidDataException($"it has a number of more than {MaxInteger} bytes");
        var value = new BigInteger(Take(length).Span);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    private string Line()
    {
        const int MaxName = 200;
        var rest = data.Span[Position..];
        var length = rest[..Math.Min(rest.Length, MaxName)].IndexOf((byte)'\n');
        if (length < 0)
            throw new InvalidDataException($"it has a name longer than {MaxName} bytes, or ends within one");
        var line = System.Text.Encoding.UTF8.GetString(Take(length).Span);
        Take(1);
        return line;
    }
}
