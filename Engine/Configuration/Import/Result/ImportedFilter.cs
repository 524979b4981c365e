namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One filter.</summary>
/// <param name="Source">Its source; the protocol of the filter is this one's, and only ports of <paramref name="Destination"/> count.</param>
/// <param name="Destination">Its destination.</param>
/// <param name="IsMirrored">True when it matches the answers too.</param>
internal sealed record ImportedFilter(ImportedSelector Source, ImportedSelector Destination, bool IsMirrored);
