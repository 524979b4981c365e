namespace Pipeline.Engine.Configuration.Import;

/// <summary>What became of an imported file.</summary>
/// <param name="Json">A configuration of the gateway; null when there are errors.</param>
/// <param name="Errors">What makes the file unreadable, in its order; empty when there is a configuration.</param>
/// <param name="Notes">What was not carried over and what is left to do, in the order of the file.</param>
public sealed record ImportResult(string? Json, IReadOnlyList<ImportNote> Errors, IReadOnlyList<ImportNote> Notes);
