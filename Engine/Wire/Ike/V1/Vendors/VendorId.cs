namespace Pipeline.Engine.Wire.Ike.V1.Vendors;

/// <summary>One vendor ID that is known: a row of the <see cref="VendorIdCatalog"/>.</summary>
/// <param name="Meaning">What its sender says with it.</param>
/// <param name="Name">For logs.</param>
/// <param name="Prefix">What it begins with: all of it, but for the bytes counted by the next two.</param>
/// <param name="MinimumRest">How many bytes follow at least: a version, say.</param>
/// <param name="MaximumRest">How many bytes follow at most.</param>
public sealed record VendorId(VendorMeaning Meaning, string Name, Octets Prefix, int MinimumRest = 0, int MaximumRest = 0)
{
    /// <summary>The whole ID as we send it, without anything behind the prefix.</summary>
    public RawPayload Payload => new(IsakmpPayloadType.VendorId, Prefix);

    /// <summary>True when a peer's vendor ID is this one.</summary>
    /// <param name="vendorId">The body of its payload.</param>
    public bool Matches(Octets vendorId)
    {
        int rest = vendorId.Length - Prefix.Length;
        return rest >= MinimumRest && rest <= MaximumRest && vendorId.Span.StartsWith(Prefix.Span);
    }
}
