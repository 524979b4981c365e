namespace Pipeline.InteropTests.Lab;

/// <summary>One pair of SAs (or of AH and ESP bundles) between the gateway and the guest.</summary>
/// <param name="Suite">The algorithms of both directions.</param>
/// <param name="Mode">Transport, or tunnel between the networks behind the two.</param>
/// <param name="Outer">The version of the outer header.</param>
public sealed record KernelCase(Suite Suite, IpsecMode Mode, IpVersion Outer)
{
    /// <summary>The version of the packets in the tunnel; the outer one in transport mode.</summary>
    public IpVersion Inner { get; init; } = Outer;

    /// <summary>RFC 4303 section 2.2.1: 64-bit sequence numbers.</summary>
    public bool ExtendedSequenceNumbers { get; init; }

    /// <summary>RFC 3948: ESP inside UDP, both ports 4500.</summary>
    public bool UdpEncapsulation { get; init; }

    /// <summary>Bytes to which the AH header is padded on IPv4: 4 (RFC 4302), or 8 as Linux does by default.</summary>
    public int AhAlignment { get; init; } = 4;

    /// <summary>The first sequence number of each SA of both directions.</summary>
    public ulong FirstSequence { get; init; } = 1;

    /// <summary>The source of what the gateway protects.</summary>
    public string RequestSource => Mode == IpsecMode.Tunnel
        ? LabAddresses.OurInner(Inner)
        : LabAddresses.OurOuter(Outer);

    /// <summary>The destination of what the gateway protects: an address of the guest.</summary>
    public string RequestDestination => Mode == IpsecMode.Tunnel
        ? LabAddresses.GuestInner(Inner)
        : LabAddresses.GuestOuter(Outer);

    /// <summary>The addresses that the SAs select on the gateway's side, as a prefix.</summary>
    public string OurPrefix => Mode == IpsecMode.Tunnel
        ? LabAddresses.OurNetwork(Inner)
        : LabAddresses.HostPrefix(Outer, LabAddresses.OurOuter(Outer));

    /// <summary>The addresses that the SAs select on the guest's side, as a prefix.</summary>
    public string GuestPrefix => Mode == IpsecMode.Tunnel
        ? LabAddresses.GuestNetwork(Inner)
        : LabAddresses.HostPrefix(Outer, LabAddresses.GuestOuter(Outer));

    /// <summary>In a bundle the inner transform carries the tunnel, and the AH around it is transport.</summary>
    public IpsecMode AhMode => Suite.Encryption is null ? Mode : IpsecMode.Transport;

    /// <summary>Echo requests of different lengths: the empty one, an odd one, and one near the MTU.</summary>
    public IReadOnlyList<EchoMessage> Requests(int count = 3)
    {
        int[] payloadLengths = [0, 61, 1201];
        return [.. Enumerable.Range(0, count).Select(number => EchoMessage.Request(
            RequestSource, RequestDestination, identifier: 77, (ushort)number, payloadLengths[number % 3]))];
    }
}
