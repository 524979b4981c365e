namespace Pipeline.Gateway.Control.Views;

/// <summary>A change of the configuration file that would help.</summary>
/// <param name="Path">Where: <c>connections["branch"].ikeProposals</c>.</param>
/// <param name="Adds">True to add the value to a list, false to set it.</param>
/// <param name="Value">The value, as JSON.</param>
/// <param name="Member">The whole member with what stands there now, as JSON.</param>
internal sealed record ChangeView(string Path, bool Adds, string Value, string Member);
