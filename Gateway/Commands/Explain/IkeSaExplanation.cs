using System.Globalization;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>One IKE SA of a capture; also the shape of its JSON.</summary>
internal sealed record IkeSaExplanation
{
    /// <summary>SPI of the initiator, 16 hexadecimal digits.</summary>
    public required string InitiatorSpi { get; init; }

    /// <summary>SPI of the responder; zeros while it has said none.</summary>
    public required string ResponderSpi { get; init; }

    /// <summary>SPI of the initiator of the IKE SA that this one has replaced; null when none was seen.</summary>
    public string? Replaces { get; init; }

    /// <summary>1 or 2.</summary>
    public required int Version { get; init; }

    /// <summary>Address and port of the initiator.</summary>
    public required string Initiator { get; init; }

    /// <summary>Address and port of the responder.</summary>
    public required string Responder { get; init; }

    /// <summary>How far it came: <c>Established</c>, <c>Deleted</c>, <c>Refused</c>, <c>Unanswered</c>, <c>Unfinished</c>, <c>Unknown</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Explanation { get; init; }

    /// <summary>What to do about it; null when there is nothing to do.</summary>
    public string? Suggestion { get; init; }

    /// <summary>What is wrong with the keys that were given for it; null when nothing is.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>Its messages.</summary>
    public required IReadOnlyList<StepExplanation> Steps { get; init; }

    /// <summary>Messages that were too many to be kept.</summary>
    public long OverlookedMessages { get; init; }

    /// <summary>Its pairs of Child SAs; seen with keys only.</summary>
    public required IReadOnlyList<ChildExplanation> Children { get; init; }

    /// <summary>What is told of one.</summary>
    internal static IkeSaExplanation Of(IkeObserver observer, ObservedIkeSa sa)
    {
        ObservedOutcome outcome = observer.OutcomeOf(sa);
        return new IkeSaExplanation
        {
            InitiatorSpi = Hex(sa.InitiatorSpi),
            ResponderSpi = Hex(sa.ResponderSpi),
            Replaces = sa.ReplacedSpi == 0 ? null : Hex(sa.ReplacedSpi),
            Version = sa.Version,
            Initiator = sa.Initiator?.ToString() ?? "",
            Responder = sa.Responder?.ToString() ?? "",
            Outcome = outcome.Kind.ToString(),
            Explanation = outcome.Explanation,
            Suggestion = outcome.Suggestion,
            KeyProblem = sa.KeyProblem,
            Steps = [.. sa.Steps.Select(StepExplanation.Of)],
            OverlookedMessages = sa.OverlookedCount,
            Children = [.. sa.Children.Select(ChildExplanation.Of)],
        };
    }

    private static string Hex(ulong spi) => spi.ToString("x16", CultureInfo.InvariantCulture);
}
