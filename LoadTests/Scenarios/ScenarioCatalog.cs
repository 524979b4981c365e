using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Scenarios;

/// <summary>Every scenario by its name; a new one is one row.</summary>
internal static class ScenarioCatalog
{
    private const int Size = 1420;
    private const int BurstPackets = 64;

    private static readonly Dictionary<string, Func<CipherSuite, IScenario>> Makers = new(StringComparer.Ordinal)
    {
        ["protect"] = suite => new PathScenario("protect", LoadOf(suite, PathDirection.Outbound)),
        ["unprotect"] = suite => new PathScenario("unprotect", LoadOf(suite, PathDirection.Inbound)),
        ["many-sas"] = suite => new PathScenario("many-sas", LoadOf(suite, PathDirection.Outbound) with { SaCount = 1024, FlowCount = 1024 }),
        ["new-flows"] = suite => new PathScenario("new-flows", LoadOf(suite, PathDirection.Outbound) with { NewFlows = true }),
        ["forged"] = suite => new PathScenario("forged", LoadOf(suite, PathDirection.Inbound), isForged: true),
        ["gateway"] = suite => new GatewayScenario("gateway", LoadOf(suite, PathDirection.Outbound)),
    };

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>Makes an instance; each thread has its own.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="suite">The suite of its SAs.</param>
    public static IScenario Create(string name, CipherSuite suite) => Makers[name](suite);

    private static PathLoad LoadOf(CipherSuite suite, PathDirection direction) =>
        new() { Suite = suite, Size = Size, Direction = direction, Buffers = BurstPackets };
}
