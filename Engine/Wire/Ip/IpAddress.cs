using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>An IPv4 or IPv6 address as a number, so that ranges are two comparisons and nothing is allocated.</summary>
/// <remarks>Two words rather than one <see cref="UInt128"/>, which would align to 16 bytes and double what holds it.</remarks>
public readonly record struct IpAddress : IComparable<IpAddress>
{
    /// <summary>Bytes of an IPv4 address on the wire.</summary>
    public const int Ipv4Length = 4;

    /// <summary>Bytes of an IPv6 address on the wire.</summary>
    public const int Ipv6Length = 16;

    private const int GroupCount = 8;

    /// <param name="Value">The address in host order; for IPv4 below 2^32.</param>
    /// <param name="IsIpv6">The family. The default value is 0.0.0.0.</param>
    public IpAddress(UInt128 Value, bool IsIpv6)
        : this((ulong)(Value >> 64), (ulong)Value, IsIpv6)
    {
    }

    internal IpAddress(ulong high, ulong low, bool isIpv6)
    {
        (High, Low, IsIpv6) = (high, low, isIpv6);
    }

    /// <summary>The address in host order; for IPv4 below 2^32.</summary>
    public UInt128 Value
    {
        get => new(High, Low);
        init => (High, Low) = ((ulong)(value >> 64), (ulong)value);
    }

    /// <summary>The family.</summary>
    public bool IsIpv6 { get; init; }

    /// <summary>The first 64 bits of an IPv6 address; 0 for IPv4.</summary>
    internal ulong High { get; private init; }

    /// <summary>The last 64 bits of an IPv6 address; the whole of an IPv4 one.</summary>
    internal ulong Low { get; private init; }

    /// <summary>Bytes on the wire: 4 or 16.</summary>
    public int Length => IsIpv6 ? Ipv6Length : Ipv4Length;

    /// <summary>True for 224.0.0.0/4 (RFC 1112) and ff00::/8 (RFC 4291 §2.7).</summary>
    public bool IsMulticast => IsIpv6 ? (byte)(Value >> 120) == 0xFF : (uint)Value >> 28 == 0xE;

    /// <summary>True for 0.0.0.0 and ::.</summary>
    public bool IsUnspecified => Value == UInt128.Zero;

    /// <summary>True for 255.255.255.255, "every host on this link" (RFC 919 §7).</summary>
    public bool IsLimitedBroadcast => !IsIpv6 && Value == uint.MaxValue;

    /// <summary>The largest number that the address's family has.</summary>
    internal UInt128 FamilyMaximum => IsIpv6 ? UInt128.MaxValue : uint.MaxValue;

    /// <summary>Reads the first 4 bytes, network order.</summary>
    public static IpAddress ReadIpv4(ReadOnlySpan<byte> bytes) =>
        new(0, BinaryPrimitives.ReadUInt32BigEndian(bytes), isIpv6: false);

    /// <summary>Reads the first 16 bytes, network order.</summary>
    public static IpAddress ReadIpv6(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), isIpv6: true);

    /// <summary>Writes <see cref="Length"/> bytes, network order.</summary>
    public void Write(Span<byte> destination)
    {
        if (IsIpv6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(destination, Value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Value);
        }
    }

    /// <summary>Reads "192.0.2.1" or "2001:db8::1".</summary>
    /// <returns>
    /// False for anything else: also for the short and octal IPv4 forms ("127.1", "010.0.0.1"), which mean different
    /// addresses to different programs, and for scope ids and brackets.
    /// </returns>
    public static bool TryParse(string? text, out IpAddress address)
    {
        address = default;
        if (text is null || !HasPlainForm(text) || !IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return false;
        }

        address = From(parsed);
        return true;
    }

    /// <summary>The same address as the framework writes it; allocates.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[Ipv6Length];
        Write(bytes);
        return new IPAddress(bytes[..Length]);
    }

    /// <summary>The same address from the framework's type; an IPv6 scope id is lost.</summary>
    /// <exception cref="ArgumentException">The address is of another family.</exception>
    public static IpAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[Ipv6Length];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => ReadIpv4(bytes),
            AddressFamily.InterNetworkV6 => ReadIpv6(bytes),
            _ => throw new ArgumentException("Neither IPv4 nor IPv6.", nameof(address)),
        };
    }

    /// <summary>Every IPv4 address comes before every IPv6 address; within a family by number.</summary>
    public int CompareTo(IpAddress other) =>
        IsIpv6 == other.IsIpv6 ? Value.CompareTo(other.Value) : IsIpv6.CompareTo(other.IsIpv6);

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator <(IpAddress left, IpAddress right) => left.CompareTo(right) < 0;

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator <=(IpAddress left, IpAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator >(IpAddress left, IpAddress right) => left.CompareTo(right) > 0;

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator >=(IpAddress left, IpAddress right) => left.CompareTo(right) >= 0;

    /// <summary>The canonical text: dotted decimal, or RFC 5952 §4 (IPv4-mapped ones mixed, §5).</summary>
    public override string ToString() => IsIpv6 ? Ipv6Text() : Ipv4Text((uint)Value);

    private static string Ipv4Text(uint value) => string.Create(
        CultureInfo.InvariantCulture, $"{value >> 24}.{(byte)(value >> 16)}.{(byte)(value >> 8)}.{(byte)value}");

    private string Ipv6Text()
    {
        if (Value >> 32 == 0xFFFF)
        {
            return "::ffff:" + Ipv4Text((uint)Value);
        }

        (int zerosStart, int zerosCount) = LongestZeroRun();
        var text = new StringBuilder(39);
        for (int group = 0; group < GroupCount; group++)
        {
            if (group == zerosStart)
            {
                text.Append("::");
                group += zerosCount - 1;
                continue;
            }

            if (text.Length > 0 && text[^1] != ':')
            {
                text.Append(':');
            }

            text.Append(CultureInfo.InvariantCulture, $"{Group(group):x}");
        }

        return text.ToString();
    }

    // RFC 5952 §4.2: the longest run of zero groups, the first of equals, and never a run of one.
    private (int Start, int Count) LongestZeroRun()
    {
        (int start, int count) = (-1, 1);
        for (int first = 0; first < GroupCount; first++)
        {
            int end = first;
            while (end < GroupCount && Group(end) == 0)
            {
                end++;
            }

            if (end - first > count)
            {
                (start, count) = (first, end - first);
            }
        }

        return (start, count);
    }

    private ushort Group(int index) => (ushort)(Value >> (16 * (GroupCount - 1 - index)));

    private static bool HasPlainForm(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text.AsSpan().IndexOfAny('%', '[', ']') < 0;
        }

        int partCount = 0;
        foreach (Range part in text.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> digits = text.AsSpan(part);
            bool plain = digits.Length is >= 1 and <= 3 && !digits.ContainsAnyExceptInRange('0', '9') &&
                (digits.Length == 1 || digits[0] != '0');
            if (!plain)
            {
                return false;
            }

            partCount++;
        }

        return partCount == Ipv4Length;
    }
}
