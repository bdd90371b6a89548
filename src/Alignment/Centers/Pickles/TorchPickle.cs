using System.IO.Compression;
using System.Numerics;

namespace UniBind.Grid.Alignment;

/// <summary>Reads what <c>torch.save</c> (both forms) and <c>pickle.dump</c> write, as data.</summary>
/// <remarks>Source of the forms: torch/serialization.py and torch/_tensor.py (versions 1.0 to 2.x).</remarks>
internal static class TorchPickle
{
    private const int MaxIndex = 256 << 20;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads a file that is a pickle: plain, or the older form of <c>torch.save</c>, in which storages follow the pickle.</summary>
    /// <exception cref="InvalidDataException">It is neither, or has something that is refused.</exception>
    public static object? Read(ReadOnlyMemory<byte> data, PickleBudget budget)
    {
        using var entered = budget.Enter();
        var storages = new Dictionary<string, PickleStorage>(StringComparer.Ordinal);
        var calls = new PickleCalls(budget, bytes => Read(bytes, budget));
        var isTorch = false;
        var reader = new PickleReader(data, budget, calls, id => isTorch ? Storage(id, storages) : throw new InvalidDataException("it names a storage outside a file of torch"));
        var first = reader.Read();
        if (first is not BigInteger magic || magic != Magic)
            return first;

        isTorch = true;
        if (reader.Read() is not 1001L)
            throw new InvalidDataException("it was written by a version of torch that is not known");
        if (reader.Read() is PickleDict system && system["little_endian"] is false)
            throw new InvalidDataException("its numbers have the most significant byte first; save it again on another machine");
        var content = reader.Read();
        if (reader.Read() is not List<object?> keys)
            throw new InvalidDataException("it has no list of storages");
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage))
                throw new InvalidDataException("it has a storage that no tensor uses");
            if (System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(reader.Take(8).Span) != storage.Count)
                throw new InvalidDataException("a storage has another number of values than its tensors expect");
            var bytes = reader.Take(checked(storage.Count * storage.ItemSize));
            storage.Bytes = new(() => bytes);
        }
        return content;
    }

    /// <summary>Reads a file that is a zip archive: the newer form of <c>torch.save</c>.</summary>
    /// <remarks>Storages are read from the archive when their tensors are, so it must stay open until then.</remarks>
    /// <exception cref="InvalidDataException">It is no such archive, or has something that is refused.</exception>
    public static object? Read(ZipArchive archive, PickleBudget budget)
    {
        using var entered = budget.Enter();
        var entries = archive.Entries.GroupBy(e => e.FullName).ToDictionary(e => e.Key, e => e.First(), StringComparer.Ordinal);
        var index = entries.Values.FirstOrDefault(e => e.Name == "data.pkl") ?? throw new InvalidDataException("it is a zip archive without data.pkl, and so not of torch");
        var folder = index.FullName[..^"data.pkl".Length];
        if (entries.TryGetValue(folder + "byteorder", out var order) && !Bytes(order, 16, budget).Span.StartsWith("little"u8))
            throw new InvalidDataException("its numbers have the most significant byte first; save it again on another machine");

        var storages = new Dictionary<string, PickleStorage>(StringComparer.Ordinal);
        var calls = new PickleCalls(budget, bytes => Read(bytes, budget));
        return new PickleReader(Bytes(index, MaxIndex, budget), budget, calls, id =>
        {
            var storage = Storage(id, storages, out var key);
            storage.Bytes ??= new(() => entries.TryGetValue($"{folder}data/{key}", out var entry)
                ? Bytes(entry, storage.Count * storage.ItemSize, budget)
                : throw new InvalidDataException("it lacks the values of a storage"));
            return storage;
        }).Read();
    }

    private static PickleStorage Storage(object? id, Dictionary<string, PickleStorage> storages) => Storage(id, storages, out _);

    private static PickleStorage Storage(object? id, Dictionary<string, PickleStorage> storages, out string key)
    {
        if (id is not PickleTuple tuple || tuple[0] is not "storage" || tuple[2] is not string name || tuple[4] is not long count || count is < 0 or > int.MaxValue || tuple[5] is not null)
            throw new InvalidDataException("it names a storage in a way that torch does not");
        key = name;
        var number = PickleCalls.NumberOf(tuple[1]);
        if (!storages.TryGetValue(key, out var storage))
            storages.Add(key, storage = new PickleStorage(number, count));
        return storage.Type == number && storage.Count == count ? storage : throw new InvalidDataException("it names one storage with two types or sizes");
    }

    /// <summary>The bytes of an entry. torch does not compress: so an entry is no longer than the file, whatever it says of itself.</summary>
    private static ReadOnlyMemory<byte> Bytes(ZipArchiveEntry entry, long most, PickleBudget budget)
    {
        if (entry.Length != entry.CompressedLength)
            throw new InvalidDataException("its archive is compressed, which torch does not do; save it again with torch.save");
        var length = Math.Min(most, entry.Length);
        budget.Charge(length);
        var bytes = new byte[length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
