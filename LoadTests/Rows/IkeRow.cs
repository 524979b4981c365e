namespace Pipeline.LoadTests.Rows;

/// <summary>One row of <c>ike</c>; fields are null where the case has no such figure.</summary>
internal sealed record IkeRow
{
    /// <summary><c>handshakes</c>: how many a second; <c>tunnels</c>: many at once, kept alive.</summary>
    public required string Case { get; init; }

    /// <summary>Who answers.</summary>
    public required string Responder { get; init; }

    /// <summary>Suite of the IKE SA; authentication is by preshared key, the Child SA has AES-128-GCM.</summary>
    public required string Proposal { get; init; }

    /// <summary>Handshakes, or tunnels.</summary>
    public required int Count { get; init; }

    /// <summary>IKE SAs with their first Child SA: the median round.</summary>
    public required double HandshakesPerSecond { get; init; }

    /// <summary>The slowest round.</summary>
    public double? SlowestPerSecond { get; init; }

    /// <summary>The fastest round.</summary>
    public double? FastestPerSecond { get; init; }

    /// <summary>Processor time of this process a handshake: the initiator's, and the responder's where that is in it.</summary>
    public double? ProcessorMillisecondsHere { get; init; }

    /// <summary>Processor time of the responder's process a handshake: does not depend on who else wants the processor.</summary>
    public double? ProcessorMillisecondsOfResponder { get; init; }

    /// <summary>Requests that were not answered in time.</summary>
    public int? SentAgain { get; init; }

    /// <summary>Tunnels that the responder has at the end: all of them, or something is wrong.</summary>
    public int? TunnelsAlive { get; init; }

    /// <summary>Signs of life that the initiators gave.</summary>
    public int? LivenessAnswers { get; init; }

    /// <summary>Garbage-collected memory of the responder's end: IKE SA, two Child SAs, actors, timers, keys.</summary>
    public long? ManagedBytesPerTunnel { get; init; }

    /// <summary>What the process grew by: both ends, and what the libraries of the system take.</summary>
    public long? ResidentBytesPerTunnelBothEnds { get; init; }

    /// <summary>The table for people.</summary>
    public static IReadOnlyList<Column<IkeRow>> Columns { get; } =
    [
        new("case", row => row.Case),
        new("responder", row => row.Responder),
        new("proposal", row => row.Proposal),
        new("count", row => Figure.Of(row.Count)),
        new("a second", row => Figure.Of(row.HandshakesPerSecond)),
        new("slowest", row => Figure.Of(row.SlowestPerSecond)),
        new("fastest", row => Figure.Of(row.FastestPerSecond)),
        new("CPU ms here", row => Figure.Of(row.ProcessorMillisecondsHere)),
        new("CPU ms responder", row => Figure.Of(row.ProcessorMillisecondsOfResponder)),
        new("sent again", row => Text(row.SentAgain)),
        new("alive", row => Text(row.TunnelsAlive)),
        new("signs of life", row => Text(row.LivenessAnswers)),
        new("managed B", row => Text(row.ManagedBytesPerTunnel)),
        new("resident B, both", row => Text(row.ResidentBytesPerTunnelBothEnds)),
    ];

    private static string Text(long? value) => value is { } some ? Figure.Of(some) : Figure.None;
}
