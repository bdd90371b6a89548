namespace UniBind.Grid.Samples;

/// <summary>What <see cref="SampleCorpus.WriteAsync"/> left behind.</summary>
/// <param name="Folder">The absolute path of the corpus.</param>
/// <param name="Manifest">The absolute path of its manifest, one JSON object a line.</param>
/// <param name="Items">The items in it.</param>
/// <param name="Bytes">The bytes of the items' files.</param>
/// <param name="Written">False when the same corpus was there already and nothing was touched.</param>
public sealed record SampleSummary(string Folder, string Manifest, int Items, long Bytes, bool Written);
