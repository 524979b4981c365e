namespace Pipeline.Engine.Wire.Ip;

/// <summary>Walks from the fixed IPv6 header over the extension headers to the upper layer (RFC 8200 §4.1).</summary>
/// <remarks>
/// <code>
/// | Next Header | Hdr Ext Len (8-byte units behind the first) | ...
/// </code>
/// </remarks>
internal ref struct Ipv6ExtensionWalk
{
    private const int UnitLength = 8;

    private readonly ReadOnlySpan<byte> _packet;

    /// <param name="packet">A packet that <see cref="Ipv6Header.TryRead"/> accepts, without link padding.</param>
    public Ipv6ExtensionWalk(ReadOnlySpan<byte> packet)
    {
        _packet = packet;
        Offset = Ipv6Header.Length;
        ProtocolOffset = Ipv6Header.NextHeaderOffset;
        FragmentHeaderOffset = -1;
        UnfragmentableLength = Ipv6Header.Length;
        UnfragmentableProtocolOffset = Ipv6Header.NextHeaderOffset;
    }

    /// <summary>Where the walk is.</summary>
    public int Offset { get; private set; }

    /// <summary>The offset of the byte that names the header at <see cref="Offset"/>.</summary>
    public int ProtocolOffset { get; private set; }

    /// <summary>Where the fragment header is; -1 when there is none.</summary>
    public int FragmentHeaderOffset { get; private set; }

    /// <summary>The M flag of the fragment header.</summary>
    public bool MoreFragments { get; private set; }

    /// <summary>The offset field of the fragment header, in bytes.</summary>
    public int FragmentOffset { get; private set; }

    /// <summary>The identification of the fragment header.</summary>
    public uint Identification { get; private set; }

    /// <summary>See <see cref="IpPacket.UnfragmentableLength"/>.</summary>
    public int UnfragmentableLength { get; private set; }

    /// <summary>See <see cref="IpPacket.UnfragmentableProtocolOffset"/>.</summary>
    public int UnfragmentableProtocolOffset { get; private set; }

    /// <summary>Walks to the upper layer, or to the opaque payload of a fragment that is not the first.</summary>
    /// <returns>False when the chain contradicts itself or the packet's length, or is too long.</returns>
    public bool TryFinish()
    {
        int headerCount = 0;
        while (FragmentOffset == 0 && IpProtocol.IsExtensionHeader(_packet[ProtocolOffset]))
        {
            // A chain as long as the packet would make every packet cost its sender one and us a hundred steps.
            if (++headerCount > IpPacket.MaximumExtensionHeaderCount || !TryPassHeader())
            {
                return false;
            }
        }

        return true;
    }

    private bool TryPassHeader()
    {
        byte kind = _packet[ProtocolOffset];
        if (Offset + UnitLength > _packet.Length ||
            (kind == IpProtocol.HopByHopOptions && Offset != Ipv6Header.Length))
        {
            return false;
        }

        if (kind == IpProtocol.Fragment)
        {
            return TryPassFragmentHeader();
        }

        int length = (_packet[Offset + 1] + 1) * UnitLength;
        if (Offset + length > _packet.Length)
        {
            return false;
        }

        ProtocolOffset = Offset;
        Offset += length;
        // Destination options in front of a routing header are for its waypoints: they are repeated with it.
        if (kind != IpProtocol.DestinationOptions && FragmentHeaderOffset < 0)
        {
            EndUnfragmentablePart();
        }

        return true;
    }

    private bool TryPassFragmentHeader()
    {
        if (FragmentHeaderOffset >= 0 || !Ipv6FragmentHeader.TryRead(_packet[Offset..], out Ipv6FragmentHeader header))
        {
            return false;
        }

        EndUnfragmentablePart();
        FragmentHeaderOffset = Offset;
        FragmentOffset = header.Offset;
        MoreFragments = header.MoreFragments;
        Identification = header.Identification;
        ProtocolOffset = Offset;
        Offset += Ipv6FragmentHeader.Length;
        // The reassembled payload would not fit its length field (RFC 8200 §4.5).
        int payloadBefore = UnfragmentableLength - Ipv6Header.Length;
        return payloadBefore + FragmentOffset + (_packet.Length - Offset) <= IpPacket.MaximumLength;
    }

    private void EndUnfragmentablePart()
    {
        UnfragmentableLength = Offset;
        UnfragmentableProtocolOffset = ProtocolOffset;
    }
}
