namespace Pipeline.Gateway.Control.Views;

/// <summary>A negotiation that came to nothing.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Why, as one word of <c>FailureCause</c>.</param>
/// <param name="Text">The line that the log has, without its time.</param>
/// <param name="Suggestion">What to do, in words; null when the text says it.</param>
/// <param name="Changes">Changes of our configuration that would help, ready to be written.</param>
internal sealed record FailureView(DateTimeOffset? At, string Cause, string Text, string? Suggestion, IReadOnlyList<ChangeView> Changes);
