using System.Globalization;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>A pair of Child SAs that was seen made; also the shape of its JSON.</summary>
internal sealed record ChildExplanation
{
    /// <summary>When, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>ESP or AH.</summary>
    public required string Protocol { get; init; }

    /// <summary>What the initiator of the IKE SA receives on, 8 hexadecimal digits.</summary>
    public required string InitiatorSpi { get; init; }

    /// <summary>What its responder receives on.</summary>
    public required string ResponderSpi { get; init; }

    /// <summary>The algorithms.</summary>
    public required string Suite { get; init; }

    /// <summary>The traffic, the initiator's side first.</summary>
    public required string Traffic { get; init; }

    /// <summary>What is told of one.</summary>
    internal static ChildExplanation Of(ObservedChild child) => new()
    {
        At = child.At,
        Protocol = child.Protocol,
        InitiatorSpi = child.InitiatorSpi.ToString("x8", CultureInfo.InvariantCulture),
        ResponderSpi = child.ResponderSpi.ToString("x8", CultureInfo.InvariantCulture),
        Suite = child.Suite,
        Traffic = child.Traffic,
    };
}
