using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace UniBind.Grid.Bench;

/// <summary>A manifest of items whose text is their own hash, so that nothing has to be read.</summary>
internal static class Corpus
{
    public static void Write(string path, long items)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        // Comma-separated, so that the listing carries the texts and no item has to be opened.
        writer.Write("id,modality,text,labels,sha256\n");
        for (long i = 0; i < items; i++)
        {
            var sha = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"item-{i:D9},text,{i},{i % 10},{sha}\n"));
        }
    }
}
