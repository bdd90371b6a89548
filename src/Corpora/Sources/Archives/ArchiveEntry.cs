namespace UniBind.Grid.Corpora;

/// <summary>One entry of an archive as it stands there.</summary>
/// <param name="Name">Its name as written, long-name extensions applied.</param>
/// <param name="Type">Its type flag; <c>0</c> for every kind of regular file.</param>
/// <param name="Offset">The first byte of its content in the (unpacked) archive.</param>
/// <param name="Length">Its content's bytes.</param>
internal readonly record struct ArchiveEntry(string Name, char Type, long Offset, long Length)
{
    public const char File = '0';
    public const char Folder = '5';
    public const char Sparse = 'S';
}
