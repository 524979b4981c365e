using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Wire.Ike.V1.Identities;

/// <summary>ID: who the sender says it is (phase 1), or whom it speaks for (phase 2) (RFC 2407 §4.6.2).</summary>
/// <remarks>
/// <code>
/// |   ID Type     |  Protocol ID  |             Port              |
/// ~                     Identification Data                       ~
/// </code>
/// </remarks>
/// <param name="Kind">What kind of identity; may be a number that has no name here.</param>
/// <param name="Protocol">Upper-layer protocol; 0 for any. In phase 1 it is 0, or UDP (RFC 2407 §4.6.2).</param>
/// <param name="Port">Its port; 0 for any. In phase 1 it is 0, or 500.</param>
/// <param name="Identity">The identification data; of the right length for addresses, subnets and ranges.</param>
public sealed record IdPayload(IdType Kind, byte Protocol, ushort Port, Octets Identity) : IsakmpPayload(IsakmpPayloadType.Identification)
{
    private const int PortOffset = 2;
    private const int IdentityOffset = 4;

    /// <summary>An address, a subnet or a range, whichever says it shortest.</summary>
    /// <param name="addresses">Of one family, first not above last.</param>
    /// <param name="protocol">Upper-layer protocol; 0 for any.</param>
    /// <param name="port">Its port; 0 for any.</param>
    public static IdPayload Of(AddressRange addresses, byte protocol = 0, ushort port = 0)
    {
        UInt128 mask = MaskOf(addresses);
        if (addresses.First == addresses.Last)
        {
            return new(addresses.IsIpv6 ? IdType.Ipv6Address : IdType.Ipv4Address, protocol, port, Bytes(addresses.First));
        }

        return IsPrefix(addresses, mask)
            ? new(addresses.IsIpv6 ? IdType.Ipv6Subnet : IdType.Ipv4Subnet, protocol, port, Bytes(addresses.First, addresses.First with { Value = mask }))
            : new(addresses.IsIpv6 ? IdType.Ipv6Range : IdType.Ipv4Range, protocol, port, Bytes(addresses.First, addresses.Last));
    }

    /// <summary>The addresses that it stands for.</summary>
    /// <returns>
    /// False for names; for a subnet whose mask is not ones followed by zeros; for a range that runs backwards.
    /// <paramref name="addresses"/> is then not usable.
    /// </returns>
    public bool TryAddresses(out AddressRange addresses)
    {
        addresses = default;
        switch (Kind)
        {
            case IdType.Ipv4Address or IdType.Ipv6Address:
                addresses = AddressRange.Of(Read(0));
                return true;
            case IdType.Ipv4Subnet or IdType.Ipv6Subnet:
                UInt128 hosts = ~Read(1).Value & AllOnes;
                addresses = new AddressRange(Read(0) with { Value = Read(0).Value & ~hosts }, Read(0) with { Value = Read(0).Value | hosts });
                return (hosts & (hosts + 1)) == 0;
            case IdType.Ipv4Range or IdType.Ipv6Range:
                addresses = new AddressRange(Read(0), Read(1));
                return addresses.First <= addresses.Last;
            default:
                return false;
        }
    }

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static IdPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < IdentityOffset)
        {
            return null;
        }

        var kind = (IdType)body.Span[0];
        int? length = LengthOf(kind);
        error = length is null || body.Length == IdentityOffset + length ? IkeReadError.None : IkeReadError.BadLength;
        return error == IkeReadError.None
            ? new IdPayload(kind, body.Span[1], BinaryPrimitives.ReadUInt16BigEndian(body.Span[PortOffset..]), body.Slice(IdentityOffset))
            : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(Protocol);
        writer.Write(Port);
        writer.Write(Identity.Span);
    }

    private static int? LengthOf(IdType kind) => kind switch
    {
        IdType.Ipv4Address => IpAddress.Ipv4Length,
        IdType.Ipv4Subnet or IdType.Ipv4Range => 2 * IpAddress.Ipv4Length,
        IdType.Ipv6Address => IpAddress.Ipv6Length,
        IdType.Ipv6Subnet or IdType.Ipv6Range => 2 * IpAddress.Ipv6Length,
        _ => null,
    };

    private UInt128 AllOnes => IsIpv6 ? UInt128.MaxValue : uint.MaxValue;

    private bool IsIpv6 => Kind is IdType.Ipv6Address or IdType.Ipv6Subnet or IdType.Ipv6Range;

    private IpAddress Read(int index) => IsIpv6
        ? IpAddress.ReadIpv6(Identity.Span[(index * IpAddress.Ipv6Length)..])
        : IpAddress.ReadIpv4(Identity.Span[(index * IpAddress.Ipv4Length)..]);

    private static UInt128 MaskOf(AddressRange addresses) =>
        ~(addresses.First.Value ^ addresses.Last.Value) & (addresses.IsIpv6 ? UInt128.MaxValue : uint.MaxValue);

    private static bool IsPrefix(AddressRange addresses, UInt128 mask)
    {
        UInt128 hosts = addresses.First.Value ^ addresses.Last.Value;
        return (hosts & (hosts + 1)) == 0 && (addresses.First.Value & ~mask) == 0;
    }

    private static byte[] Bytes(params ReadOnlySpan<IpAddress> addresses)
    {
        var bytes = new byte[addresses.Length * addresses[0].Length];
        for (int index = 0; index < addresses.Length; index++)
        {
            addresses[index].Write(bytes.AsSpan(index * addresses[0].Length));
        }

        return bytes;
    }
}
