namespace Pipeline.Engine.Ike;

/// <summary>The outcome of a step: where the IKE SA is now, and what its actor must do, in this order.</summary>
/// <param name="Next">The next state.</param>
/// <param name="Effects">What to do.</param>
public readonly record struct Transition(IkeState Next, IReadOnlyList<Effect> Effects)
{
    /// <summary>The end, with the reason for the operator.</summary>
    public static Transition Close(IkeFailure? failure, params IEnumerable<Effect> before) =>
        new(Closed.State, [.. before, new Effect.Close(failure)]);
}
