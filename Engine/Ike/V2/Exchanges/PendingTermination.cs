using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>We asked to end the IKE SA; whatever the answer says, it has ended (RFC 7296 §1.4.1).</summary>
internal sealed record PendingTermination : PendingExchange
{
    /// <inheritdoc/>
    internal override void Finish(EstablishedStep step, IkeMessage reply) => step.Close(failure: null);
}
