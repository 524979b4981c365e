namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>A filter action that negotiates, with options.</summary>
/// <param name="Name">Its name, unique in its policy.</param>
/// <param name="AcceptsUnsecured">Takes requests in the clear, and answers protected.</param>
/// <param name="AllowsUnsecuredPeers">Talks in the clear to hosts that have no IPsec.</param>
internal sealed record ImportedAction(string Name, bool AcceptsUnsecured, bool AllowsUnsecuredPeers);
