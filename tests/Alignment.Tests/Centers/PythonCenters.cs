namespace UniBind.Grid.Alignment.Tests;

/// <summary>A program that pickles centers with Python's own pickler, through classes that reduce themselves as those of torch do.</summary>
internal static class PythonCenters
{
    public const string Script = """
        import collections, io, pickle, struct, sys, types

        def module(name):
            made = sys.modules[name] = types.ModuleType(name)
            return made

        torch, utils, storage = module("torch"), module("torch._utils"), module("torch.storage")

        def function(owner, name):
            def f(*args): raise RuntimeError("executed")
            f.__module__, f.__name__, f.__qualname__ = owner.__name__, name, name
            setattr(owner, name, f)
            return f

        rebuild = function(utils, "_rebuild_tensor_v2")
        load = function(storage, "_load_from_bytes")
        torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})

        class Storage:
            def __init__(self, values): self.values = values
            def __reduce__(self): return (load, (legacy(self),))

        class LegacyPickler(pickle.Pickler):
            def persistent_id(self, obj):
                if isinstance(obj, Storage):
                    return ("storage", torch.FloatStorage, "4711", "cuda:0", len(obj.values), None)

        def legacy(s):
            f = io.BytesIO()
            for value in (0x1950a86a20f9469cfc6c, 1001, dict(protocol_version=1001, little_endian=True, type_sizes=dict(short=2, int=4, long=4))):
                pickle.dump(value, f, protocol=2)
            LegacyPickler(f, protocol=2).dump(s)
            pickle.dump(["4711"], f, protocol=2)
            f.write(struct.pack("<q", len(s.values)) + struct.pack("<%df" % len(s.values), *s.values))
            return f.getvalue()

        class Tensor:
            def __init__(self, rows):
                self.rows = rows
            def __reduce_ex__(self, protocol):
                flat = [v for row in self.rows for v in row]
                return (rebuild, (Storage(flat), 0, (len(self.rows), len(self.rows[0])), (len(self.rows[0]), 1), False, collections.OrderedDict()))

        with open(sys.argv[1], "wb") as f:
            pickle.dump({"acorn": Tensor([[2.0, 0.0], [0.0, 3.0]]), "bee": Tensor([[0.0, -1.0]])}, f, protocol=int(sys.argv[2]))
        """;
}
