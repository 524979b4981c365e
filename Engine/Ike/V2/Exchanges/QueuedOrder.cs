namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>An order that waits.</summary>
/// <param name="Order">What is wanted.</param>
/// <param name="Refusals">How often the peer was too busy for it.</param>
internal sealed record QueuedOrder(IkeOrder Order, int Refusals = 0)
{
    /// <summary>After so many refusals it is given up: some minutes (RFC 7296 §2.25).</summary>
    internal const int MostRefusals = 20;
}
