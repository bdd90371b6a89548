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
        for (long i = 0; i < items; i++)
        {
            var sha = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i)));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"item-{i:D9}\",\"modality\":\"text\",\"text\":\"{sha}\",\"labels\":[\"{i % 10}\"]}}\n"));
        }
    }
}
