using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>NAT-OA: an address as its sender sees it, before any NAT (RFC 3947 §5.2).</summary>
/// <remarks>
/// <code>
/// |   ID Type     |                 RESERVED                      |
/// ~                   IPv4 or IPv6 address                        ~
/// </code>
/// </remarks>
/// <param name="Type">The number that the peer knows: <see cref="IsakmpPayloadType.NatOriginalAddress"/>, or that of the drafts.</param>
/// <param name="Address">The address.</param>
public sealed record NatOriginalAddressPayload(IsakmpPayloadType Type, IpAddress Address) : IsakmpPayload(Type)
{
    private const byte Ipv4 = 1;
    private const byte Ipv6 = 5;
    private const int AddressOffset = 4;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason: only addresses may be in it.</returns>
    internal static NatOriginalAddressPayload? TryRead(IsakmpPayloadType type, Octets body, out IkeReadError error)
    {
        ReadOnlySpan<byte> fields = body.Span;
        error = IkeReadError.BodyTooShort;
        if (fields.Length < AddressOffset)
        {
            return null;
        }

        error = IkeReadError.None;
        switch (fields[0])
        {
            case Ipv4 when fields.Length == AddressOffset + IpAddress.Ipv4Length:
                return new NatOriginalAddressPayload(type, IpAddress.ReadIpv4(fields[AddressOffset..]));
            case Ipv6 when fields.Length == AddressOffset + IpAddress.Ipv6Length:
                return new NatOriginalAddressPayload(type, IpAddress.ReadIpv6(fields[AddressOffset..]));
            default:
                error = IkeReadError.BadLength;
                return null;
        }
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(Address.IsIpv6 ? Ipv6 : Ipv4);
        writer.Take(AddressOffset - 1);
        Address.Write(writer.Take(Address.Length));
    }
}
