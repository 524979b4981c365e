using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>We asked for a sign of life: an empty INFORMATIONAL; any answer is one (RFC 7296 §2.4).</summary>
internal sealed record PendingLivenessCheck : PendingExchange
{
    /// <inheritdoc/>
    internal override void Finish(EstablishedStep step, IkeMessage reply)
    {
    }
}
