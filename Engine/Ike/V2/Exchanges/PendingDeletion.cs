using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>We asked to delete a pair of Child SAs (RFC 7296 §1.4.1).</summary>
/// <param name="InboundSpi">Our SPI of the pair; it need not be here any more, because the peer may have asked for the same.</param>
internal sealed record PendingDeletion(uint InboundSpi) : PendingExchange
{
    /// <inheritdoc/>
    internal override void Finish(EstablishedStep step, IkeMessage reply)
    {
        if (step.State.FindByInbound(InboundSpi) is { } child)
        {
            step.Retire(child);
        }
    }
}
