namespace UniBind.Grid.Media.Tests;

public sealed class NpzArchiveTests
{
    [Fact]
    public void Read_TwoArrays_GivesBothByName()
    {
        using var archive = Open(NpyBytes.Zip(("a", NpyBytes.Vector<float>("<f4", 1, 2)), ("b", NpyBytes.Vector<long>("<i8", 3))));

        Assert.Equal(["a", "b"], archive.Names);
        Assert.Equal(2, archive.Read("a").Rows);
        Assert.Equal([1L], archive.ReadHeader("b").Shape);
    }

    [Fact]
    public void Read_LargeArray_GrowsWithTheBytesThatCome()
    {
        var values = new float[900_000];
        for (var i = 0; i < values.Length; i++)
            values[i] = i;
        using var archive = Open(NpyBytes.Zip(("a", NpyBytes.Matrix(values, 300_000, 3))));

        Assert.Equal(300_000, archive.Read("a").Rows);
    }

    [Fact]
    public void Read_ZipBomb_IsTooLarge()
    {
        var zeros = NpyBytes.Matrix(new float[12 << 20], 4 << 20, 3);
        var packed = NpyBytes.Zip(("a", zeros));
        Assert.True(zeros.Length > 500L * packed.Length);

        using var archive = Open(packed);
        Assert.Equal(ItemErrorCodes.TooLarge, Assert.Throws<ItemException>(() => archive.Read("a")).Code);
    }

    [Fact]
    public void Read_ManyArraysInSum_AreTooLarge()
    {
        var half = NpyBytes.Matrix(new float[150_000], 50_000, 3);
        using var archive = Open(NpyBytes.Zip(("a", half), ("b", half)), MediaLimits.Default with { MaxBytes = 1_000_000 });

        archive.Read("a");
        Assert.Equal(ItemErrorCodes.TooLarge, Assert.Throws<ItemException>(() => archive.Read("b")).Code);
    }

    [Fact]
    public void Open_NoZip_IsCorrupt() =>
        Assert.Equal(ItemErrorCodes.Corrupt, Assert.Throws<ItemException>(() => Open("PK but no more than that"u8.ToArray())).Code);

    [Fact]
    public void Read_Damaged_GivesAnArrayOrAnItemException() =>
        Mutations.Survive(NpyBytes.Zip(("a", NpyBytes.Vector<float>("<f4", 1, 2)), ("b", NpyBytes.Vector<long>("<i8", 3))), bytes =>
        {
            using var archive = Open(bytes);
            foreach (var name in archive.Names)
                archive.Read(name);
        });

    private static NpzArchive Open(byte[] bytes, MediaLimits? limits = null) =>
        new(MediaContent.FromBytes("x.npz", bytes), limits ?? MediaLimits.Default);
}
