using System.Buffers.Binary;
using Pipeline.Engine.Ports.Pcap;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;

namespace Pipeline.UnitTests.Captures;

/// <summary>The IKE messages of a recorded session, without non-ESP markers.</summary>
internal static class RecordedIke
{
    private const int UdpHeaderLength = 8;
    private const int MarkerLength = 4;

    internal static string Folder { get; } = Path.Combine(Repository.Root, "UnitTests", "Captures");

    /// <summary>The six sessions that speak IKEv2.</summary>
    internal static IEnumerable<string> Sessions { get; } =
        Directory.GetDirectories(Folder, "ikev2-*").Select(folder => Path.GetFileName(folder)).Order();

    /// <summary>The four sessions that speak IKEv1.</summary>
    internal static IEnumerable<string> SessionsV1 { get; } =
        Directory.GetDirectories(Folder, "ikev1-*").Select(folder => Path.GetFileName(folder)).Order();

    internal static IEnumerable<RecordedDatagram> Read(string session)
    {
        using var reader = new PcapReader(File.OpenRead(Path.Combine(Folder, session, "session.pcap")));
        while (reader.Read(out PcapFrame frame))
        {
            if (LinkHeader.TryFindIp(frame.LinkType, frame.Bytes, out int offset) && Find(frame.Bytes[offset..].ToArray()) is { } datagram)
            {
                yield return datagram;
            }
        }
    }

    private static RecordedDatagram? Find(byte[] packet)
    {
        IpPacket ip = WirePackets.Read(packet);
        ReadOnlySpan<byte> udp = packet.AsSpan(ip.PayloadOffset);
        if (ip.Protocol != IpProtocol.Udp)
        {
            return null;
        }

        ushort source = BinaryPrimitives.ReadUInt16BigEndian(udp);
        ushort destination = BinaryPrimitives.ReadUInt16BigEndian(udp[2..]);
        ReadOnlySpan<byte> payload = udp[UdpHeaderLength..BinaryPrimitives.ReadUInt16BigEndian(udp[4..])];
        if (source != 500 && destination != 500)
        {
            if (payload.Length < MarkerLength || BinaryPrimitives.ReadUInt32BigEndian(payload) != 0)
            {
                return null;
            }

            payload = payload[MarkerLength..];
        }

        return new RecordedDatagram(ip.Source, source, ip.Destination, destination, payload.ToArray());
    }
}

/// <summary>One IKE message and where it travelled.</summary>
internal sealed record RecordedDatagram(IpAddress Source, ushort SourcePort, IpAddress Destination, ushort DestinationPort, byte[] Bytes);
