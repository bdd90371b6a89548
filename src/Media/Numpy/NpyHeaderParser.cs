using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>
/// Parses the dictionary of a NumPy header: a Python literal with exactly the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>.
/// Only the forms that NumPy itself writes are accepted; nothing is evaluated.
/// </summary>
internal ref struct NpyHeaderParser
{
    private const int MaxFields = 1_024;
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private NpyHeaderParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Parses the text of a header without its preamble.</summary>
    /// <exception cref="ItemException">The text is no such dictionary, or the array holds Python objects.</exception>
    public static NpyLiteral Parse(ReadOnlySpan<byte> header)
    {
        var parser = new NpyHeaderParser(Encoding.UTF8.GetString(header));
        return parser.ParseDictionary();
    }

    private NpyLiteral ParseDictionary()
    {
        List<NpyField>? fields = null;
        List<long>? shape = null;
        bool? fortran = null;
        var structured = false;

        Expect('{');
        while (!TryTake('}'))
        {
            var key = ReadText();
            Expect(':');
            switch (key)
            {
                case "descr" when fields is null:
                    structured = Peek() == '[';
                    fields = structured ? ReadFields() : [new NpyField("", NpyType.Parse(ReadText()), 0, 1)];
                    break;
                case "fortran_order" when fortran is null:
                    fortran = ReadBoolean();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw Bad($"has the unexpected or repeated key '{key}'");
            }
            if (!TryTake(',') && Peek() != '}')
                throw Bad("lacks a comma between its entries");
        }
        if (Peek() != '\0')
            throw Bad("goes on after its dictionary");
        return fields is null || shape is null || fortran is null
            ? throw Bad("lacks one of descr, fortran_order and shape")
            : new NpyLiteral(fields, structured, fortran.Value, shape);
    }

    private List<NpyField> ReadFields()
    {
        var fields = new List<NpyField>();
        var offset = 0L;
        Expect('[');
        while (!TryTake(']'))
        {
            Expect('(');
            var name = ReadName();
            Expect(',');
            if (Peek() == '[')
                throw Refuse.Unsupported("The NumPy array has records inside records; save it with plain fields.");
            var type = NpyType.Parse(ReadText());
            var length = 1L;
            if (TryTake(',') && Peek() == '(')
                foreach (var dimension in ReadShape())
                    length = Math.Min(length, int.MaxValue) * Math.Min(dimension, int.MaxValue);
            TryTake(',');
            Expect(')');
            if (length * type.Size + offset > int.MaxValue || fields.Count == MaxFields)
                throw Bad("names too many or too large fields");
            fields.Add(new NpyField(name, type, (int)offset, (int)length));
            offset += length * type.Size;
            if (!TryTake(',') && Peek() != ']')
                throw Bad("lacks a comma between its fields");
        }
        return fields.Count > 0 ? fields : throw Bad("names no fields");
    }

    /// <summary>A field's name, or the pair (title, name) that NumPy writes for titled fields.</summary>
    private string ReadName()
    {
        if (!TryTake('('))
            return ReadText();
        ReadText();
        Expect(',');
        var name = ReadText();
        TryTake(',');
        Expect(')');
        return name;
    }

    private List<long> ReadShape()
    {
        var shape = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            var start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
            if (!long.TryParse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out var dimension))
                throw Bad("has a dimension that is no sound number");
            shape.Add(dimension);
            if (!TryTake(',') && Peek() != ')')
                throw Bad("lacks a comma between its dimensions");
            Peek();
        }
        return shape;
    }

    private bool ReadBoolean()
    {
        Peek();
        foreach (var (word, value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
        {
            if (!_text[_at..].StartsWith(word))
                continue;
            _at += word.Length;
            return value;
        }
        throw Bad("has a fortran_order that is neither True nor False");
    }

    private string ReadText()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"'))
            throw Bad("lacks a quoted text where one belongs");
        var length = _text[(_at + 1)..].IndexOf(quote);
        if (length < 0)
            throw Bad("has a text without an end");
        var text = _text.Slice(_at + 1, length);
        if (text.Contains('\\'))
            throw Bad("has an escaped text, which NumPy never writes here");
        _at += length + 2;
        return text.ToString();
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
            throw Bad($"lacks '{c}'");
    }

    private bool TryTake(char c)
    {
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    /// <summary>The next character that is no blank, or NUL at the end.</summary>
    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r')
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private readonly ItemException Bad(string what) => Refuse.Corrupt($"The NumPy header {what} (at character {_at}).");
}
