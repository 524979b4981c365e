namespace Pipeline.Gateway.Control.Views;

/// <summary>A negotiation that came to nothing.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Why, as one word of <c>FailureCause</c>.</param>
/// <param name="Text">The line that the log has, without its time.</param>
/// <param name="Suggestion">A change of configuration that would help; null when none is known.</param>
internal sealed record FailureView(DateTimeOffset? At, string Cause, string Text, string? Suggestion);
