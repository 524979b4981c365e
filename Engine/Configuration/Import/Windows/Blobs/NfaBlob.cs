using System.Net;

namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>What <c>ipsecData</c> of an ipsecNFA says: a rule ([MS-GPIPSEC] section 2.2.1.3.1). Preshared keys are skipped, not read.</summary>
/// <param name="Methods">Ways to authenticate, the preferred one first.</param>
/// <param name="InterfaceType">0xFFFFFFFD for all interfaces.</param>
/// <param name="TunnelAddress">The end of the tunnel; null in transport mode.</param>
/// <param name="IsActive">False for a rule that is switched off.</param>
internal sealed record NfaBlob(IReadOnlyList<AuthenticationMethod> Methods, uint InterfaceType, string? TunnelAddress, bool IsActive)
{
    /// <summary>The type of a rule for all interfaces.</summary>
    public const uint AllInterfaces = 0xFFFFFFFD;

    private const int MostMethods = 64;

    private static readonly Guid Kind = new("11BBAC00-498D-11D1-8639-00A0248D3021");

    // {01010101-0101-0101-0101-010101010103}: an IPv6 address follows.
    private static readonly byte[] Ipv6Mark = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3];

    /// <summary>Reads the bytes; null when they are not that.</summary>
    public static NfaBlob? Read(ReadOnlySpan<byte> blob)
    {
        var reader = new BlobReader(blob);
        if (!reader.IsKind(Kind))
        {
            return null;
        }

        reader.Number();
        uint count = reader.Number();
        var methods = new List<AuthenticationMethod>();
        for (; count > 0 && !reader.IsShort && methods.Count < MostMethods; count--)
        {
            uint type = reader.Number();

            // 1 is a preshared key: its text is stepped over.
            methods.Add(new AuthenticationMethod(type, type == AuthenticationMethod.Certificate ? reader.Text() : Skip(ref reader)));
        }

        uint interfaces = reader.Number();
        reader.Counted();
        string address = new IPAddress(reader.Bytes(4)).ToString();
        bool isTunnel = reader.Number() == 1;
        bool isActive = reader.Number() == 1;
        reader.Counted();
        bool isWhole = !reader.IsShort && count == 0;
        return isWhole ? new NfaBlob(methods, interfaces, isTunnel ? Ipv6Address(reader.Rest) ?? address : null, isActive) : null;
    }

    private static string Skip(ref BlobReader reader)
    {
        reader.Counted();
        return "";
    }

    private static string? Ipv6Address(ReadOnlySpan<byte> rest)
    {
        int mark = rest.IndexOf(Ipv6Mark);
        ReadOnlySpan<byte> behind = mark < 0 ? default : rest[(mark + Ipv6Mark.Length)..];
        return behind.Length < 16 ? null : new IPAddress(behind[..16]).ToString();
    }
}
