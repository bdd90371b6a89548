namespace UniBind.Grid.Media.Tests;

/// <summary>Damages valid files in every way that is cheap to think of; a decoder may return or throw an ItemException, nothing else.</summary>
internal static class Mutations
{
    public static void Survive(byte[] valid, Action<byte[]> decode, int rounds = 400, int seed = 20_240_611)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var damaged = Damage(valid, random);
            try
            {
                decode(damaged);
            }
            catch (ItemException e)
            {
                Assert.EndsWith(".", e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"Round {round} (seed {seed}) threw {e}");
            }
        }
    }

    private static byte[] Damage(byte[] valid, Random random)
    {
        byte[] bytes = [.. valid];
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                // Headers and trailers decide the most, so half of the flips go there.
                for (var flips = random.Next(1, 9); flips > 0; flips--)
                    bytes[Position(bytes.Length, random)] = (byte)random.Next(256);
                return bytes;
            case 2:
                var at = Position(bytes.Length, random);
                var run = Math.Min(random.Next(1, 9), bytes.Length - at);
                bytes.AsSpan(at, run).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                return bytes;
            default:
                var cut = random.Next(bytes.Length);
                var length = Math.Min(random.Next(1, 64), bytes.Length - cut);
                return [.. bytes[..cut], .. bytes[(cut + length)..]];
        }
    }

    private static int Position(int length, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(256, length)),
        1 => length - 1 - random.Next(Math.Min(256, length)),
        _ => random.Next(length),
    };
}
