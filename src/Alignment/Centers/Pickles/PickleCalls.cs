namespace UniBind.Grid.Alignment;

/// <summary>The few names of Python modules that files of centers have, and what each stands for here. Nothing is looked up, imported or called; every other name is refused.</summary>
/// <param name="budget">The bounds.</param>
/// <param name="nested">Reads the pickle of a storage that stands within the pickle as bytes.</param>
internal sealed class PickleCalls(PickleBudget budget, Func<ReadOnlyMemory<byte>, object?> nested)
{
    private static readonly Dictionary<string, PickleNumber> StorageTypes = new(StringComparer.Ordinal)
    {
        ["torch.HalfStorage"] = PickleNumber.Half,
        ["torch.BFloat16Storage"] = PickleNumber.BFloat,
        ["torch.FloatStorage"] = PickleNumber.Float,
        ["torch.DoubleStorage"] = PickleNumber.Double,
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "collections.OrderedDict",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        "torch.storage._load_from_bytes",
        "_codecs.encode",
        "__builtin__.bytes",
        "builtins.bytes",
        "numpy.ndarray",
        "numpy.dtype",
        "numpy.core.multiarray._reconstruct",
        "numpy._core.multiarray._reconstruct",
        "numpy.core.numeric._frombuffer",
        "numpy._core.numeric._frombuffer",
    };

    /// <summary>The number type behind the name of a storage's class.</summary>
    /// <exception cref="InvalidDataException">It is no name of one.</exception>
    public static PickleNumber NumberOf(object? storageClass) =>
        storageClass is PickleGlobal { Name: var name } && StorageTypes.TryGetValue(name, out var number) ? number : throw new InvalidDataException("it has a storage of an unknown type");

    /// <summary>A name, if it is known.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public PickleGlobal Resolve(string module, string member)
    {
        var name = $"{module}.{member}";
        return Functions.Contains(name) || StorageTypes.ContainsKey(name)
            ? new PickleGlobal(name)
            : throw new InvalidDataException($"it uses '{Printable(name)}', which is none of the names that files of centers have, and is refused");
    }

    /// <summary>What a call stands for.</summary>
    /// <exception cref="InvalidDataException">The arguments are others than those that torch and numpy write.</exception>
    public object? Reduce(PickleGlobal function, PickleTuple arguments) => (function.Name, arguments[0]) switch
    {
        ("collections.OrderedDict", null) when arguments.Count == 0 => new PickleDict(),
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2", PickleStorage storage) when arguments[1] is long offset && arguments[2] is PickleTuple size && arguments[3] is PickleTuple stride =>
            new PickleTensor(storage, offset, size.ToIntegers("the size of a tensor"), stride.ToIntegers("the stride of a tensor")),
        ("torch._utils._rebuild_parameter", PickleTensor tensor) => tensor,
        ("torch.storage._load_from_bytes", ReadOnlyMemory<byte> bytes) => nested(bytes),
        ("_codecs.encode", string text) when arguments[1] is "latin1" or "latin-1" => Latin1(text),
        ("__builtin__.bytes" or "builtins.bytes", null) when arguments.Count == 0 => ReadOnlyMemory<byte>.Empty,
        ("numpy.dtype", string type) => new PickleDtype(NumberOfNumpy(type)),
        ("numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct", PickleGlobal { Name: "numpy.ndarray" }) => new PickleArray(),
        ("numpy.core.numeric._frombuffer" or "numpy._core.numeric._frombuffer", ReadOnlyMemory<byte> bytes) when arguments[1] is PickleDtype type && arguments[2] is PickleTuple shape =>
            new PickleArray { Tensor = Numpy(bytes, type, shape, fortran: arguments[3] is "F") },
        _ => throw new InvalidDataException($"it calls '{function.Name}' in a way that torch and numpy do not"),
    };

    /// <summary>Gives a value the state that follows it.</summary>
    /// <exception cref="InvalidDataException">Values of its kind have none.</exception>
    public static void Build(object? value, object? state)
    {
        switch (value, state)
        {
            case (PickleDict, PickleDict): // attributes of an OrderedDict: nothing that counts here
                break;
            case (PickleDtype type, PickleTuple facts):
                type.IsBigEndian = facts[1] is ">";
                break;
            case (PickleArray array, PickleTuple { Count: 5 } facts) when facts[1] is PickleTuple shape && facts[2] is PickleDtype type && facts[4] is ReadOnlyMemory<byte> bytes:
                array.Tensor = Numpy(bytes, type, shape, facts[3] is true);
                break;
            default:
                throw new InvalidDataException("it gives a state to something that is no array of numpy");
        }
    }

    private static PickleTensor Numpy(ReadOnlyMemory<byte> bytes, PickleDtype type, PickleTuple shape, bool fortran)
    {
        var size = shape.ToIntegers("the shape of an array");
        var stride = new long[size.Length];
        Int128 step = 1;
        for (var i = 0; i < size.Length; i++)
        {
            var dimension = fortran ? i : size.Length - 1 - i;
            if (size[dimension] < 0 || step > int.MaxValue)
                throw new InvalidDataException("it has an array whose shape is out of range");
            stride[dimension] = (long)step;
            step *= size[dimension];
        }
        var storage = new PickleStorage(type.Type, 0) { IsBigEndian = type.IsBigEndian };
        storage = storage with { Count = bytes.Length / storage.ItemSize, Bytes = new(() => bytes) };
        return new PickleTensor(storage, 0, size, stride);
    }

    private static PickleNumber NumberOfNumpy(string type) => type switch
    {
        "f2" => PickleNumber.Half,
        "f4" => PickleNumber.Float,
        "f8" => PickleNumber.Double,
        _ => throw new InvalidDataException($"it has an array of the type '{Printable(type)}'; centers are floats (f2, f4, f8)"),
    };

    private ReadOnlyMemory<byte> Latin1(string text)
    {
        budget.Charge(text.Length);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }

    private static string Printable(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c));
}
