namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>V: says what the sender is, or can do beyond the standard (RFC 7296 §3.12).</summary>
/// <param name="VendorId">Any bytes.</param>
public sealed record VendorIdPayload(Octets VendorId) : IkePayload(PayloadType.VendorId)
{
    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer) => writer.Write(VendorId.Span);
}
