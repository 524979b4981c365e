using System.Buffers.Binary;

namespace Pipeline.InteropTests.Lab;

/// <summary>Capture files of raw IP packets (link type 101), as little-endian pcap or pcapng.</summary>
public static class PcapFile
{
    private const uint PcapMagic = 0xa1b2c3d4;
    private const uint LinkTypeRaw = 101;
    private const int PcapHeaderLength = 24;
    private const int PcapRecordHeaderLength = 16;
    private const uint InterfaceBlock = 1;
    private const uint EnhancedPacketBlock = 6;
    private const int EnhancedPacketHeaderLength = 28;

    /// <summary>Writes a pcap file.</summary>
    public static void Write(string path, IEnumerable<byte[]> packets)
    {
        using var file = new BinaryWriter(File.Create(path));
        foreach (uint word in (uint[])[PcapMagic, 0x0004_0002, 0, 0, 65535, LinkTypeRaw])
        {
            file.Write(word);
        }

        foreach (byte[] packet in packets)
        {
            file.Write(0L);
            file.Write(packet.Length);
            file.Write(packet.Length);
            file.Write(packet);
        }
    }

    /// <summary>All packets of a pcap or pcapng file, in order.</summary>
    /// <exception cref="FormatException">The link type is not raw IP.</exception>
    public static IReadOnlyList<byte[]> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return Word(file, 0) == PcapMagic ? ReadPcap(file) : ReadPcapNg(file);
    }

    private static List<byte[]> ReadPcap(byte[] file)
    {
        RequireRaw(Word(file, 20));
        var packets = new List<byte[]>();
        for (int offset = PcapHeaderLength; offset < file.Length;)
        {
            int length = (int)Word(file, offset + 8);
            packets.Add(file.AsSpan(offset + PcapRecordHeaderLength, length).ToArray());
            offset += PcapRecordHeaderLength + length;
        }

        return packets;
    }

    private static List<byte[]> ReadPcapNg(byte[] file)
    {
        var packets = new List<byte[]>();
        for (int offset = 0; offset < file.Length; offset += (int)Word(file, offset + 4))
        {
            if (Word(file, offset) == InterfaceBlock)
            {
                RequireRaw(Word(file, offset + 8) & 0xffff);
            }
            else if (Word(file, offset) == EnhancedPacketBlock)
            {
                int length = (int)Word(file, offset + 20);
                packets.Add(file.AsSpan(offset + EnhancedPacketHeaderLength, length).ToArray());
            }
        }

        return packets;
    }

    private static uint Word(byte[] file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset));

    private static void RequireRaw(uint linkType)
    {
        if (linkType != LinkTypeRaw)
        {
            throw new FormatException($"link type {linkType}, not {LinkTypeRaw} (raw IP)");
        }
    }
}
