using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>What came of negotiating a pair of Child SAs: the pair, or a failure.</summary>
internal sealed record ChildOutcome
{
    /// <summary>What the IKE SA remembers; null when it failed.</summary>
    internal ChildSa? Child { get; init; }

    /// <summary>What is installed; null when it failed.</summary>
    internal ChildPair? Pair { get; init; }

    /// <summary>What a responder answers, except its nonce: the choice, or an error notify.</summary>
    internal IReadOnlyList<IkePayload> Answer { get; init; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    internal IkeFailure? Failure { get; init; }

    /// <summary>True when the peer has installed what we then refused, so that it must be told to delete it.</summary>
    internal bool MustDelete { get; init; }

    /// <summary>A responder's refusal.</summary>
    internal static ChildOutcome Refuse(NotifyPayload error, IkeFailure failure) =>
        new() { Answer = [error], Failure = failure with { Notify = error.Notify } };
}
