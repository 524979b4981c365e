using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The part of an outer IPv4 header that differs from packet to packet, and the rules of RFC 4301 §5.1.2 for it.</summary>
/// <remarks>A value of 8 bytes, which <see cref="EspTunnelFrame"/> keeps beside its template: no packet looks for the header object.</remarks>
internal readonly struct OuterHeaderPatch
{
    private const byte EcnMask = 0b11;

    private readonly uint _fixedSum;
    private readonly byte _copiedTrafficClass;
    private readonly byte _fixedTrafficClass;
    private readonly bool _copiesDontFragment;
    private readonly bool _setsDontFragment;

    /// <param name="fixedSum">The checksum's sum over all that no packet changes, but for the protocol.</param>
    /// <param name="dontFragment">How the DF bit comes about.</param>
    /// <param name="dscp">The DSCP to send, 0 to 63, or null to copy the inner one.</param>
    /// <param name="ecn">Whether the receiver of the tunnel understands ECN (RFC 6040 §4.3).</param>
    public OuterHeaderPatch(uint fixedSum, DontFragmentPolicy dontFragment, byte? dscp, EcnMode ecn)
    {
        _fixedSum = fixedSum;
        _copiedTrafficClass = (byte)((dscp is null ? ~EcnMask : 0) | (ecn == EcnMode.Normal ? EcnMask : 0));
        _fixedTrafficClass = (byte)((dscp ?? 0) << 2);
        _copiesDontFragment = dontFragment == DontFragmentPolicy.Copy;
        _setsDontFragment = dontFragment == DontFragmentPolicy.Set;
    }

    /// <summary>DSCP and ECN of the outer header.</summary>
    public uint TrafficClassOf(byte inner) => (uint)((inner & _copiedTrafficClass) | _fixedTrafficClass);

    /// <summary>Writes all of the first 8 bytes and the checksum; the rest of the header stands there already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ref byte header, int totalLength, byte innerTrafficClass, bool innerDontFragment, ushort identification)
    {
        uint fragment = (innerDontFragment && _copiesDontFragment) || _setsDontFragment ? Ipv4Header.DontFragmentBit : 0u;
        uint trafficClass = TrafficClassOf(innerTrafficClass);
        uint versionToLength = 0x4500_0000 | (trafficClass << 16) | (uint)totalLength;
        ulong first = ((ulong)versionToLength << 32) | ((uint)identification << 16) | fragment;
        Unsafe.WriteUnaligned(ref header, BinaryPrimitives.ReverseEndianness(first));

        uint protocol = Unsafe.Add(ref header, Ipv4Header.ProtocolOffset);
        uint sum = _fixedSum + protocol + trafficClass + (uint)totalLength + identification + fragment;
        Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref header, Ipv4Header.ChecksumOffset), BinaryPrimitives.ReverseEndianness(InternetChecksum.FoldShort(sum)));
    }
}
