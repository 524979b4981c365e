namespace Pipeline.Engine.Ike.Observation;

/// <summary>Where an IKE SA stopped, why, and what would help.</summary>
/// <param name="Kind">How far it came.</param>
/// <param name="Explanation">One sentence.</param>
/// <param name="Suggestion">What to look at; null when there is nothing to do.</param>
public sealed record ObservedOutcome(OutcomeKind Kind, string Explanation, string? Suggestion = null)
{
    /// <inheritdoc/>
    public override string ToString() => Suggestion is null ? Explanation : $"{Explanation}; {Suggestion}";
}
