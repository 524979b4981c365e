namespace Pipeline.Gateway.Control.Views;

/// <summary>What <c>initiate</c>, <c>terminate</c> and <c>rekey</c> show; also the shape of their JSON.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Child">The child; null for the connection as a whole.</param>
/// <param name="Text">What has come of it, in one sentence.</param>
internal sealed record OrderView(string Connection, string? Child, string Text);
