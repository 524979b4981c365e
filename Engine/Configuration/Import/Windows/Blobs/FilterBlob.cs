using System.Globalization;
using System.Net;
using System.Numerics;
using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>What <c>ipsecData</c> of an ipsecFilter says: filters of the old form, or of the form with ranges and IPv6 ([MS-GPIPSEC] section 2.2.1.5.1).</summary>
/// <param name="Filters">The filters; null for one that ours has nothing like.</param>
internal sealed record FilterBlob(IReadOnlyList<ImportedFilter?> Filters)
{
    private const int Most = 10_000;

    private static readonly Guid OldKind = new("80DC20B5-2EC8-11D1-A89E-00A0248D3021");

    private static readonly Guid NewKind = new("35FECD3D-AE29-4373-8A6A-C5D8FAB2FB08");

    // What special filters of the old form stand for; with 0x80, it is the destination.
    private static readonly string?[] Special = [null, "dnsServers", "winsServers", "dhcpServers", "defaultGateway"];

    /// <summary>Reads the bytes; null when they are not that.</summary>
    /// <remarks>Where both forms are there they say the same, and the newer says it better.</remarks>
    public static FilterBlob? Read(ReadOnlySpan<byte> blob)
    {
        int at = blob.IndexOf(NewKind.ToByteArray());
        var reader = new BlobReader(blob);
        if (at >= 0)
        {
            var newer = new BlobReader(blob[(at + 16)..]);
            newer.Bytes(8);
            uint count = newer.Number();
            if (count > 0)
            {
                return ReadAll(ref newer, count, ReadNew);
            }
        }

        if (!reader.IsKind(OldKind))
        {
            return null;
        }

        reader.Number();
        return ReadAll(ref reader, reader.Number(), ReadOld);
    }

    private delegate ImportedFilter? Specification(ref BlobReader reader);

    private static FilterBlob? ReadAll(ref BlobReader reader, uint count, Specification read)
    {
        var filters = new List<ImportedFilter?>();
        for (; count > 0 && !reader.IsShort && filters.Count < Most; count--)
        {
            filters.Add(read(ref reader));
        }

        return reader.IsShort || count > 0 ? null : new FilterBlob(filters);
    }

    private static ImportedFilter? ReadOld(ref BlobReader reader)
    {
        (string source, string destination) = ReadNames(ref reader);
        bool isMirrored = reader.Number() == 1;
        string? from = Name(source) ?? OldAddress(reader.Bytes(4), reader.Bytes(4));
        string? to = Name(destination) ?? OldAddress(reader.Bytes(4), reader.Bytes(4));
        reader.Bytes(4);
        uint protocol = reader.Number();
        ushort sourcePort = reader.Short();
        ushort destinationPort = reader.Short();
        reader.One();
        int special = reader.One();
        reader.Bytes(2);
        string? named = (special & 0x7F) < Special.Length ? Special[special & 0x7F] : null;
        from = special is > 0 and < 0x80 ? named : from;
        to = special > 0x80 ? named : to;
        return Make(from, to, protocol, sourcePort == 0 ? "" : Text(sourcePort), destinationPort == 0 ? "" : Text(destinationPort), isMirrored);
    }

    private static ImportedFilter? ReadNew(ref BlobReader reader)
    {
        (string source, string destination) = ReadNames(ref reader);
        bool isMirrored = reader.Number() == 1;
        string? from = NewAddress(ref reader, source);
        string? to = NewAddress(ref reader, destination);
        string? sourcePorts = NewPorts(ref reader);
        string? destinationPorts = NewPorts(ref reader);
        uint protocol = reader.Number();
        reader.Number();
        return sourcePorts is null || destinationPorts is null ? null : Make(from, to, protocol, sourcePorts, destinationPorts, isMirrored);
    }

    private static (string Source, string Destination) ReadNames(ref BlobReader reader)
    {
        string source = reader.Text();
        string destination = reader.Text();
        reader.Counted();
        reader.Bytes(16);
        return (source, destination);
    }

    private static string? Name(string dns) => dns.Length == 0 ? null : "dns:" + dns;

    /// <summary>0.0.0.0 with all bits of the mask is this machine, with none of them it is any address.</summary>
    private static string? OldAddress(ReadOnlySpan<byte> address, ReadOnlySpan<byte> mask)
    {
        uint bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(mask);
        bool isZero = address.IndexOfAnyExcept((byte)0) < 0;
        return (isZero, bits) switch
        {
            (true, 0) => "any",
            (true, uint.MaxValue) => "me",
            _ => Network(address, bits),
        };
    }

    /// <summary>Null for a mask with holes.</summary>
    private static string? Network(ReadOnlySpan<byte> address, uint mask)
    {
        int length = BitOperations.LeadingZeroCount(~mask);
        bool isPrefix = length == 32 || mask << length == 0;
        string written = new IPAddress(address).ToString();
        return !isPrefix ? null : length == 32 ? written : $"{written}/{Text(length)}";
    }

    private static string? NewAddress(ref BlobReader reader, string dns)
    {
        uint type = reader.Number();
        bool isIpv6 = reader.Number() == 2;
        ReadOnlySpan<byte> first = reader.Bytes(16);
        ReadOnlySpan<byte> second = reader.Bytes(16);
        string address = new IPAddress(isIpv6 ? first : first[..4]).ToString();
        if (dns.Length > 0)
        {
            return Name(dns);
        }

        return type switch
        {
            0 => "any",
            1 => address,
            2 => $"{address}-{new IPAddress(isIpv6 ? second : second[..4])}",
            4 when isIpv6 => $"{address}/{Text(second[0])}",
            4 => Network(first[..4], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(second)),
            8 => "me",
            0x10 => "dnsServers",
            0x20 => "winsServers",
            0x40 => "dhcpServers",
            0x80 => "defaultGateway",
            _ => null,
        };
    }

    private static string? NewPorts(ref BlobReader reader)
    {
        uint type = reader.Number();
        (ushort first, ushort last) = (reader.Short(), reader.Short());
        return type switch
        {
            0 => "",
            1 => Text(first),
            2 when first <= last => $"{Text(first)}-{Text(last)}",
            _ => null,
        };
    }

    private static ImportedFilter? Make(string? source, string? destination, uint protocol, string sourcePorts, string destinationPorts, bool isMirrored)
    {
        string traffic = protocol == 0 ? "" : Text(protocol);
        return source is not null && destination is not null
            && FilterEnds.TryMake(source, traffic, sourcePorts, out ImportedSelector from)
            && FilterEnds.TryMake(destination, traffic, destinationPorts, out ImportedSelector to)
            && !FilterEnds.AreOfTwoFamilies(source, destination)
                ? new ImportedFilter(from, to, isMirrored)
                : null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
