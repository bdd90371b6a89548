using System.Buffers;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>Unicode normalisation forms C, D, KC and KD (UAX #15), Unicode 15.0.</summary>
/// <remarks>
/// The runtime's own <see cref="string.Normalize(NormalizationForm)"/> returns its input unchanged under invariant globalisation, which this
/// project runs with, and elsewhere depends on the machine's ICU version. Token ids must depend on neither. Thread-safe; linear time.
/// </remarks>
internal static class UnicodeNormalization
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28, HangulCount = LeadCount * VowelCount * TailCount;

    /// <summary>Normalises a text. A lone surrogate stays as it is.</summary>
    public static string Normalize(string text, NormalizationForm form)
    {
        if (Ascii.IsValid(text))
            return text;
        var compatibility = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        var codePoints = new List<int>(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                codePoint = char.ConvertToUtf32(text[i], text[++i]);
            Decompose(codePoint, compatibility, codePoints);
        }
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(codePoints);
        Order(span);
        if (form is NormalizationForm.FormC or NormalizationForm.FormKC)
            span = span[..Compose(span)];
        return ToText(span);
    }

    private static void Decompose(int codePoint, bool compatibility, List<int> output)
    {
        var syllable = codePoint - HangulBase;
        if (codePoint < 0x80)
        {
            output.Add(codePoint);
        }
        else if ((uint)syllable < HangulCount)
        {
            output.Add(LeadBase + syllable / (VowelCount * TailCount));
            output.Add(VowelBase + syllable % (VowelCount * TailCount) / TailCount);
            if (syllable % TailCount != 0)
                output.Add(TailBase + syllable % TailCount);
        }
        else if (NormalizationData.Instance.Decomposition(codePoint, compatibility) is { } parts)
        {
            foreach (var part in parts)
                Decompose(part, compatibility, output);
        }
        else
        {
            output.Add(codePoint);
        }
    }

    /// <summary>Sorts each run of combining marks by class, keeping equal classes in order.</summary>
    private static void Order(Span<int> codePoints)
    {
        var data = NormalizationData.Instance;
        for (var start = 0; start < codePoints.Length; start++)
        {
            if (codePoints[start] < 0x300 || data.CombiningClass(codePoints[start]) == 0)
                continue;
            var end = start + 1;
            while (end < codePoints.Length && codePoints[end] >= 0x300 && data.CombiningClass(codePoints[end]) != 0)
                end++;
            if (end - start > 1)
                SortRun(codePoints[start..end], data);
            start = end;
        }
    }

    /// <summary>Sorts by (class, position): n log n, so that a megabyte of marks is no attack.</summary>
    private static void SortRun(Span<int> run, NormalizationData data)
    {
        var keys = ArrayPool<long>.Shared.Rent(run.Length);
        try
        {
            for (var i = 0; i < run.Length; i++)
                keys[i] = ((long)data.CombiningClass(run[i]) << 32) | (uint)i;
            keys.AsSpan(0, run.Length).Sort(run);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(keys);
        }
    }

    /// <summary>Composes in place, and returns the new length.</summary>
    private static int Compose(Span<int> codePoints)
    {
        var data = NormalizationData.Instance;
        int length = 0, starter = -1, lastClass = 0;
        foreach (var codePoint in codePoints)
        {
            var combiningClass = codePoint < 0x300 ? 0 : data.CombiningClass(codePoint);
            // Blocked: something between starter and mark has the same or a higher class, or is itself a starter.
            var adjacent = starter >= 0 && (lastClass == 0 ? starter == length - 1 : lastClass < combiningClass);
            if (adjacent && ComposePair(codePoints[starter], codePoint, data) is var composite and >= 0)
            {
                codePoints[starter] = composite;
                continue;
            }
            if (combiningClass == 0)
                starter = length;
            lastClass = combiningClass;
            codePoints[length++] = codePoint;
        }
        return length;
    }

    private static int ComposePair(int first, int second, NormalizationData data)
    {
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
            return HangulBase + ((first - LeadBase) * VowelCount + (second - VowelBase)) * TailCount;
        var syllable = first - HangulBase;
        if ((uint)syllable < HangulCount && syllable % TailCount == 0 && second > TailBase && second < TailBase + TailCount)
            return first + (second - TailBase);
        return data.Compose(first, second);
    }

    private static string ToText(ReadOnlySpan<int> codePoints)
    {
        var text = new StringBuilder(codePoints.Length);
        foreach (var codePoint in codePoints)
        {
            if (codePoint < 0x10000)
                text.Append((char)codePoint);
            else
                text.Append((char)(0xD7C0 + (codePoint >> 10))).Append((char)(0xDC00 | (codePoint & 0x3FF)));
        }
        return text.ToString();
    }
}
