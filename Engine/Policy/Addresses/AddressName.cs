namespace Pipeline.Engine.Policy.Addresses;

/// <summary>Addresses that are known only where the gateway runs, and that change: <c>me</c>, <c>dns:host.example.org</c>, <c>dnsServers</c>, ...</summary>
/// <param name="Kind">Whose.</param>
/// <param name="Host">The DNS name, in lower case; null unless <see cref="AddressNameKind.Dns"/>.</param>
public readonly record struct AddressName(AddressNameKind Kind, string? Host = null)
{
    private const string DnsPrefix = "dns:";
    private const int LongestHost = 253;
    private const int LongestLabel = 63;

    /// <summary>How each is written, but for DNS names.</summary>
    public static IReadOnlyDictionary<string, AddressNameKind> Words { get; } =
        new Dictionary<string, AddressNameKind>(StringComparer.OrdinalIgnoreCase)
        {
            ["me"] = AddressNameKind.Me,
            ["dnsServers"] = AddressNameKind.DnsServers,
            ["winsServers"] = AddressNameKind.WinsServers,
            ["dhcpServers"] = AddressNameKind.DhcpServers,
            ["defaultGateway"] = AddressNameKind.DefaultGateway,
        };

    /// <summary>Reads a name as <see cref="ToString"/> writes it, in any case.</summary>
    /// <returns>False for anything else: an address is no name, and a DNS name has <c>dns:</c> before it.</returns>
    public static bool TryParse(string? text, out AddressName name)
    {
        name = default;
        if (text is null)
        {
            return false;
        }

        if (Words.TryGetValue(text, out AddressNameKind kind))
        {
            name = new AddressName(kind);
            return true;
        }

        if (!text.StartsWith(DnsPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // The dot of the root says nothing more (RFC 1034 §3.1).
        string host = text[DnsPrefix.Length..].ToLowerInvariant();
        host = host.EndsWith('.') ? host[..^1] : host;
        name = new AddressName(AddressNameKind.Dns, host);
        return IsHost(host);
    }

    /// <summary>As the configuration says it.</summary>
    public override string ToString()
    {
        AddressNameKind kind = Kind;
        return kind == AddressNameKind.Dns ? DnsPrefix + Host : Words.First(word => word.Value == kind).Key;
    }

    /// <summary>Letters, digits, hyphens and underscores in labels of 1 to 63 characters (RFC 1123 §2.1); not all of it digits, as in an address.</summary>
    private static bool IsHost(string host)
    {
        string[] labels = host.Split('.');
        return host.Length is > 0 and <= LongestHost
            && Array.TrueForAll(labels, label => label.Length is > 0 and <= LongestLabel && label.All(IsLabelCharacter))
            && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabelCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
