using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>One message of an IKE SA; also the shape of its JSON.</summary>
internal sealed record StepExplanation
{
    /// <summary>Number of its frame, as Wireshark counts: from 1.</summary>
    public required long Frame { get; init; }

    /// <summary>When it was captured, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who sent it: <c>initiator</c> or <c>responder</c> of the IKE SA.</summary>
    public required string Sender { get; init; }

    /// <summary>Address and port that it came from.</summary>
    public required string From { get; init; }

    /// <summary>Address and port that it went to.</summary>
    public required string To { get; init; }

    /// <summary>The exchange, and whether it is a request or a response.</summary>
    public required string Message { get; init; }

    /// <summary>Its message ID.</summary>
    public required uint MessageId { get; init; }

    /// <summary>Bytes of it, IKE header included.</summary>
    public required int Length { get; init; }

    /// <summary>How often it was seen again.</summary>
    public int Repetitions { get; init; }

    /// <summary>When it was seen last.</summary>
    public DateTime LastAt { get; init; }

    /// <summary>Into how many fragments it was cut; 0 for none.</summary>
    public int Fragments { get; init; }

    /// <summary>How many of them were seen.</summary>
    public int FragmentsSeen { get; init; }

    /// <summary>What it says, one sentence each.</summary>
    public required IReadOnlyList<string> Says { get; init; }

    /// <summary>What is told of one.</summary>
    internal static StepExplanation Of(ObservedStep step) => new()
    {
        Frame = step.Number,
        At = step.At,
        Sender = step.IsFromInitiator ? "initiator" : "responder",
        From = step.From.ToString(),
        To = step.To.ToString(),
        Message = step.Name,
        MessageId = step.MessageId,
        Length = step.Length,
        Repetitions = step.Repetitions,
        LastAt = step.LastAt,
        Fragments = step.FragmentTotal,
        FragmentsSeen = step.Fragments.Count,
        Says = step.What,
    };
}
