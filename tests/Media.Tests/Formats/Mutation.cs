namespace UniBind.Grid.Media.Tests;

/// <summary>Damages contents, the same way for the same seed.</summary>
internal static class Mutation
{
    /// <summary>Flips up to eight bytes, mostly in the header, and cuts every third content off.</summary>
    public static byte[] Of(byte[] bytes, Random random)
    {
        var copy = (byte[])bytes.Clone();
        for (var flips = random.Next(9); flips > 0 && copy.Length > 0; flips--)
            copy[random.Next(random.Next(2) == 0 ? copy.Length : Math.Min(copy.Length, 64))] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
        return random.Next(3) == 0 ? copy[..random.Next(copy.Length + 1)] : copy;
    }
}
