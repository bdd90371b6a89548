namespace UniBind.Grid.Alignment;

/// <summary>The names of number types in safetensors.</summary>
internal static class SafetensorsTypes
{
    public static string NameOf<T>()
        where T : unmanaged =>
        default(T) switch
        {
            float => "F32",
            double => "F64",
            int => "I32",
            long => "I64",
            byte => "U8",
            _ => throw new NotSupportedException($"safetensors has no name here for {typeof(T).Name}."),
        };

    public static int SizeOf(string name) => name switch
    {
        "F32" or "I32" => 4,
        "F64" or "I64" => 8,
        "U8" => 1,
        _ => throw new NotSupportedException(name),
    };
}
