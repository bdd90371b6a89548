namespace UniBind.Grid.Corpora;

/// <summary>An item with its place in the listing and what probing found out.</summary>
/// <param name="Item">The item.</param>
/// <param name="Ordinal">Its row in the listing, from 0.</param>
/// <param name="Modality">The modality it is embedded as.</param>
/// <param name="Format">Its file format, as the prober names it.</param>
/// <param name="Cost">What it costs to encode, in the prober's unit (tokens, pixels, seconds); compared within a modality only.</param>
/// <param name="From">In a shard that copies: where the row is that this item's is made of. In the plan of this job (<see cref="ShardKind.Copy"/>) or of the earlier one (<see cref="ShardKind.Carry"/>).</param>
public sealed record PlannedItem(CorpusItem Item, long Ordinal, Modality Modality, string Format, double Cost, ItemPlace? From = null);
