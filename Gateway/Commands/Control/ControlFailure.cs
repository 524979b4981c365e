using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Commands.Control;

/// <summary>What a command to a running gateway writes with <c>--json</c> when it was not done.</summary>
/// <param name="Error">Why.</param>
/// <param name="Reload">What a refused reload would have changed, or what is wrong in the file; null for other commands.</param>
internal sealed record ControlFailure(string Error, ReloadView? Reload = null);
