using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Windows.Blobs;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>What a rule that negotiates is made of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nfa">How peers prove who they are, and the end of a tunnel.</param>
/// <param name="Offers">Its offers; null when they cannot be read.</param>
/// <param name="MainMode">Main mode of its policy; null when it cannot be read.</param>
/// <param name="Filters">Its filters.</param>
internal sealed record RuleParts(string Name, NfaBlob Nfa, NegotiationBlob? Offers, IsakmpBlob? MainMode, IReadOnlyList<ImportedFilter> Filters);
