using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>What the rules of a policy may name.</summary>
/// <param name="Sas">SAs with keys set by hand.</param>
/// <param name="UnreadSas">Names of SAs that have errors of their own; to name one is not another error.</param>
/// <param name="Connections">Connections.</param>
internal sealed record PolicyNames(
    IReadOnlyList<SaParameters> Sas, IReadOnlySet<string> UnreadSas, IReadOnlyList<ConnectionSettings> Connections);
